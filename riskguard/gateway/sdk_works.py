"""Whether the SDK, as it was just imported, can do what this room needs of it: sign in, connect hubs, read models."""


def sdk_works() -> None:
    """Raises whatever goes wrong. Opens nothing; imports the SDK when it is called, not before."""
    from project_x_py import ProjectX
    from project_x_py.models import Account, Order, Position, ProjectXConfig, Trade
    from project_x_py.realtime.async_hub import AsyncHubConnection
    from project_x_py.realtime.core import ProjectXRealtimeClient

    nowhere = "http://127.0.0.1/hubs/none"
    config = ProjectXConfig(api_url=nowhere, user_hub_url=nowhere, market_hub_url=nowhere, timeout_seconds=1)
    client = ProjectX("self-test", "no-key-at-all", config=config)
    hubs = ProjectXRealtimeClient("", "0", config=config)
    hub = AsyncHubConnection(nowhere)
    if (client.config.api_url, hub.url) != (nowhere, nowhere) or not isinstance(hubs, ProjectXRealtimeClient):
        raise TypeError("the SDK takes another address than the one it is given")
    _models_hold(Account, Order, Position, Trade)


def _models_hold(*models: type) -> None:
    """Each is a record with fields of its own."""
    for model in models:
        if "id" not in getattr(model, "__dataclass_fields__", {}):
            raise TypeError(f"the SDK's {model.__name__} has no id")
