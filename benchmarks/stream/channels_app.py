"""Django Channels as its documentation has it: a consumer in a group, and one group_send a message.

Runs in an environment of its own, under uvicorn.
"""

import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="not a secret: nobody signs in",
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [os.environ["CHANNELS_REDIS"]]},
        }
    },
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402 - Django is set up first
from channels.layers import get_channel_layer  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402


class Room(AsyncWebsocketConsumer):
    """Everyone is told everything."""

    groups = ("room",)

    async def told(self, message):
        await self.send(text_data=message["text"])


async def publish(_, receive, send):
    """The body of the request, to the group."""
    body = (await receive())["body"]
    await get_channel_layer().group_send("room", {"type": "told", "text": body.decode()})
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


application = ProtocolTypeRouter({"http": publish, "websocket": Room.as_asgi()})
