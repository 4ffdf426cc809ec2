"""What triage taught of each brand's name and topics, kept until a person says more: 500 texts of each are read and
counted in 80 ms, and in a second where all of them are long: in a thread, for meanwhile messages go out.
"""

from asyncio import to_thread
from collections.abc import Mapping, Sequence

from monitor.core.learnt import learn
from monitor.core.lessons import Lesson, learn_topics
from monitor.store import Store, triage_rows
from monitor.store.triage_rows import State


class Lessons:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._state: State | None = None
        self._states: Mapping[str, State] = {}
        self._learnt: dict[str, tuple[State, Lesson]] = {}
        """Brand → the state of its verdicts, and what was learnt from them."""

    async def of(self, brands: Sequence[str]) -> Mapping[str, Lesson]:
        """Of those of these brands that something was said of."""
        state = await self._store.read(triage_rows.state) if brands else self._state
        if state != self._state:
            self._states, self._state = await self._store.read(triage_rows.states), state
        return {brand: await self._of(brand, self._states[brand]) for brand in brands if brand in self._states}

    async def _of(self, brand: str, state: State) -> Lesson:
        if brand not in self._learnt or self._learnt[brand][0] != state:
            name = await to_thread(learn, await self._store.read(triage_rows.texts_about, brand))
            topics = await to_thread(learn_topics, await self._store.read(triage_rows.triaged, brand))
            self._learnt[brand] = state, Lesson(name, topics)
        return self._learnt[brand][1]
