"""The paper gateway: a ProjectX-compatible exchange on loopback, for practice and for end-to-end tests.

Nothing here may touch a real account; of the other rooms it knows the domain alone.
"""

from riskguard.paper.config import AccountSpec, PaperConfig
from riskguard.paper.orders import OrderRequest, RefusedError
from riskguard.paper.scenario import Scenario, ScenarioError
from riskguard.paper.server import PaperGateway

__all__ = [
    "AccountSpec",
    "OrderRequest",
    "PaperConfig",
    "PaperGateway",
    "RefusedError",
    "Scenario",
    "ScenarioError",
]
