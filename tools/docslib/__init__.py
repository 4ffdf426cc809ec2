"""Documentation that cannot go stale: the parts of docs/ that the code knows better than a person.

<!-- generated: NAME --> … <!-- end -->      in docs/*.md; what stands between is replaced (marked.py)
NAME → a function that returns Markdown      `main.PARTS`
"""
