"""What runs in the background runs until it is told to end."""

import asyncio

from bootstrap.running import for_ever
from eventstore.ending import end


async def test_background_work_that_dies_begins_again() -> None:
    begun = 0
    again = asyncio.Event()

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise LookupError("a mistake of ours")
        again.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(for_ever(work, pause=0))
    async with asyncio.timeout(5):
        await again.wait()

    assert await end(task) == []
    assert begun == 2
