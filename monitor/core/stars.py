"""Ratings of every scale as stars: what `when` compares and what priority weighs."""

from monitor.model import Rating, Scale


def stars(rating: Rating) -> float:
    """On 1–5: stars and CSAT begin at 1, NPS at 0."""
    if rating.best == 5 and rating.scale is not Scale.NPS:
        return max(rating.value, 1.0)
    if rating.scale is Scale.NPS or rating.best <= 1:
        return 1 + 4 * rating.value / rating.best
    return max(1 + 4 * (rating.value - 1) / (rating.best - 1), 1.0)
