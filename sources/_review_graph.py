"""schema.org nodes, from JSON-LD or microdata → the reviews, the aggregate ratings and the things they are about.

Nodes are walked in the order of the page. A bare `{"@id": …}` is a reference, never a review of its own: Trustpilot's
page lists 20 references beside its 20 reviews. A node that stands twice under one @id is one; the fuller one counts.
Answers to a review (`comment`) are no reviews, an AggregateRating is none under whatever name it hangs
(`review`, `reviews`, `aggregateRating`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Node = dict[str, Any]

REVIEWS = frozenset({"Review", "UserReview", "CriticReview", "EmployerReview", "Recommendation"})
AGGREGATES = frozenset({"AggregateRating", "EmployerAggregateRating", "Review-aggregate"})
THINGS = frozenset(
    {
        "Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts", "Vehicle", "Car", "Recipe",
        "Book", "Movie", "TVSeries", "TVEpisode", "Game", "VideoGame", "MusicAlbum", "MusicRecording",
        "PodcastSeries", "SoftwareApplication", "MobileApplication", "WebApplication", "Course", "Event",
        "MusicEvent", "TheaterEvent", "Festival", "LocalBusiness", "Restaurant", "CafeOrCoffeeShop", "BarOrPub",
        "Bakery", "FastFoodRestaurant", "FoodEstablishment", "Hotel", "LodgingBusiness", "Hostel", "Resort",
        "BedAndBreakfast", "Campground", "VacationRental", "Apartment", "Accommodation", "Store", "ClothingStore",
        "ElectronicsStore", "GroceryStore", "OnlineStore", "OnlineBusiness", "AutoDealer", "AutoRepair",
        "MedicalBusiness", "Dentist", "Physician", "Hospital", "Pharmacy", "HealthAndBeautyBusiness", "HairSalon",
        "BeautySalon", "DaySpa", "ExerciseGym", "SportsActivityLocation", "RealEstateAgent", "LegalService",
        "Attorney", "FinancialService", "BankOrCreditUnion", "InsuranceAgency", "TravelAgency", "TouristAttraction",
        "TouristTrip", "Museum", "ProfessionalService", "HomeAndConstructionBusiness", "Plumber", "Electrician",
        "EntertainmentBusiness", "MovieTheater", "Service", "CreativeWorkSeason", "CreativeWorkSeries",
    }
)  # fmt: skip
"""What is reviewed on pages that hold reviews. A page with none of these is not taken for "no reviews yet"."""


@dataclass(frozen=True, slots=True)
class Review:
    node: Node
    about: str
    """The name of what it hangs on, "" where unknown."""
    block: int


@dataclass(slots=True)
class Survey:
    reviews: list[Review] = field(default_factory=list)
    aggregates: list[Node] = field(default_factory=list)
    things: list[str] = field(default_factory=list)
    """Types, in order, each once."""
    nodes: dict[str, Node] = field(default_factory=dict)
    """By @id, the fullest."""


def survey(blocks: Sequence[Any]) -> Survey:
    """Each block is a JSON value."""
    found = Survey()
    for node in _all_nodes(blocks):
        key = node.get("@id")
        if isinstance(key, str) and len(node) > len(found.nodes.get(key, ())):
            found.nodes[key] = node
    places: dict[str, int] = {}
    for number, block in enumerate(blocks):
        _walk(block, number, found, places)
    return found


def resolved(value: Any, nodes: dict[str, Node]) -> Any:
    """A reference is the node it means, in a list too."""
    if isinstance(value, list):
        return [resolved(one, nodes) for one in value]
    if isinstance(value, dict) and _is_reference(value):
        return nodes.get(str(value["@id"]), value)
    return value


def types(node: Node) -> list[str]:
    """`https://schema.org/Review`, `schema:Review` and `Review` are one."""
    said = node.get("@type")
    said = said if isinstance(said, list) else [said]
    return [re.split("[/#:]", one)[-1].strip() for one in said if isinstance(one, str)]


def first_dict(value: Any) -> Node | None:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            return one
    return None


def text_of(value: Any) -> str:
    """The first text in a value: a string, a number, `{"@value": …}`, `{"name": …}`, a list of these."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one.strip():
            return one
        if isinstance(one, int | float) and not isinstance(one, bool):
            return str(one)
        if isinstance(one, dict):
            said = next((one[key] for key in ("@value", "name", "text") if isinstance(one.get(key), str)), "")
            if said.strip():
                return str(said)
    return ""


def _walk(block: Any, number: int, found: Survey, places: dict[str, int]) -> None:
    """A stack of (value, the key it hangs on, the name of what it hangs on); endless depth costs no recursion."""
    stack: list[tuple[Any, str, str]] = [(block, "", "")]
    while stack:
        value, key, about = stack.pop()
        if isinstance(value, list):
            stack.extend((one, key, about) for one in reversed(value))
        elif isinstance(value, dict) and not _is_reference(value):
            is_review = _sort(value, key, about, number, found, places)
            name = about if is_review else text_of(value.get("name")) or about
            children = [(child, of, name) for of, child in value.items() if not (is_review and of in _ANSWERS)]
            stack.extend(reversed(children))


def _sort(node: Node, key: str, about: str, number: int, found: Survey, places: dict[str, int]) -> bool:
    """Puts the node where it belongs; whether it is a review."""
    named = types(node)
    if _is_aggregate(node, named, key):
        found.aggregates.append(node)
        return False
    if not _is_review(node, named, key):
        found.things += [name for name in named if name in THINGS and name not in found.things]
        return False
    place = places.get(_identity(node))
    if place is None:
        places[_identity(node)] = len(found.reviews)
        found.reviews.append(Review(node, about, number))
    elif len(node) > len(found.reviews[place].node):
        found.reviews[place] = Review(node, about or found.reviews[place].about, number)
    return True


def _identity(node: Node) -> str:
    key = node.get("@id")
    return key if isinstance(key, str) and key and not key.startswith("_:") else f"#{id(node)}"


def _is_aggregate(node: Node, named: list[str], key: str) -> bool:
    """Seen without a type (5), and under the name `reviews`."""
    if named:
        return any(name in AGGREGATES for name in named)
    return key in _AGGREGATE_KEYS or (key in _REVIEW_KEYS and bool(_COUNTS & node.keys()))


def _is_review(node: Node, named: list[str], key: str) -> bool:
    if named:
        return any(name in REVIEWS for name in named)
    return key in _REVIEW_KEYS and bool(_SAID & node.keys())


def _is_reference(node: Node) -> bool:
    return "@id" in node and not (node.keys() - {"@id", "@type"})


def _all_nodes(blocks: Iterable[Any]) -> Iterator[Node]:
    stack = list(blocks)
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)


_REVIEW_KEYS = frozenset({"review", "reviews"})
_AGGREGATE_KEYS = frozenset({"aggregateRating", "aggregaterating"})
_ANSWERS = frozenset({"comment", "suggestedAnswer", "reply", "associatedReview"})
_COUNTS = frozenset({"ratingCount", "reviewCount"})
_SAID = frozenset({"reviewBody", "description", "reviewRating"})
