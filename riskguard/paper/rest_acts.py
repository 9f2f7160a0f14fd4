"""Faults of calls as JSON; each is the method of the same purpose in `RestFaults`."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from riskguard.paper.acts import Act, Count, Narrowed, Seconds, check_path

if TYPE_CHECKING:
    from riskguard.paper import PaperGateway

Status = Annotated[int, Field(ge=200, le=599)]


class OnCall(Narrowed):
    path: str = "*"

    def check(self, gw: "PaperGateway") -> None:
        check_path(gw, "path", self.path)
        super().check(gw)


class Answer(OnCall):
    kind: ClassVar[str] = "answer"
    status: Status = 503
    body: object = None
    text: str | None = None
    headers: dict[str, str] | None = None

    def do(self, gw: "PaperGateway") -> None:
        if self.text is not None:
            gw.faults.text(self.path, self.text, self.status, self.often, **self.where(gw))
        else:
            gw.faults.answer(self.path, self.status, self.body, self.often, self.headers, **self.where(gw))


class Throttle(OnCall):
    kind: ClassVar[str] = "throttle"
    retry_after: int | str | None = 1

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.throttle(self.path, self.retry_after, self.often, **self.where(gw))


class Refuse(OnCall):
    kind: ClassVar[str] = "refuse"
    error_code: int = 1
    message: str | None = None

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.refuse(self.path, self.error_code, self.often, self.message, **self.where(gw))


class Delay(OnCall):
    kind: ClassVar[str] = "delay"
    seconds: Seconds = 1.0
    upto: Seconds | None = None

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.delay(self.path, self.seconds, self.often, self.upto, **self.where(gw))


class Lose(OnCall):
    kind: ClassVar[str] = "lose"

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.lose_answer(self.path, self.often, **self.where(gw))


class Drop(OnCall):
    kind: ClassVar[str] = "drop"

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.drop(self.path, self.often, **self.where(gw))


class Hang(OnCall):
    kind: ClassVar[str] = "hang"
    acts: bool = False

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.hang(self.path, self.often, self.acts, **self.where(gw))


class Drip(OnCall):
    kind: ClassVar[str] = "drip"
    seconds: Seconds = 5.0
    share: Annotated[float, Field(gt=0, le=1)] = 1.0

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.drip(self.path, self.seconds, self.often, self.share, **self.where(gw))


class Duplicate(OnCall):
    kind: ClassVar[str] = "duplicate"
    seconds: Seconds = 0.0

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.duplicate(self.path, self.often, self.seconds, **self.where(gw))


class Reorder(OnCall):
    """`times` is how many rounds of `count` calls."""

    kind: ClassVar[str] = "reorder"
    count: Count = 2
    seconds: Seconds = 1.0

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.reorder(self.path, self.count, self.seconds, self.often, **self.where(gw))


class Stale(OnCall):
    kind: ClassVar[str] = "stale"

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.stale(self.path, self.often, **self.where(gw))


REST_ACTS: tuple[type[Act], ...] = (
    Answer,
    Throttle,
    Refuse,
    Delay,
    Lose,
    Drop,
    Hang,
    Drip,
    Duplicate,
    Reorder,
    Stale,
)
