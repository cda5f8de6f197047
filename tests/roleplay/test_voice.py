"""The voice of a language model, against a local server that speaks well and badly."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from roleplay.someone import talked

from informint.errors import BadInput
from informint.roleplay import Voice, begin, debrief, personas, say, voice_from_environment
from informint.roleplay.faithful import unfaithful

pytestmark = pytest.mark.loopback

TEXT = (
    "I run two lines in Basel, and since the audit of 2019 I write every number in a grey notebook."
)
SAME = "I run two lines in Basel. Since the 2019 audit, see, I write every number in a grey book."


class Model(ThreadingHTTPServer):
    """Answers with ``reply``: words, raw bytes, or a status."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply: str | bytes | int = ""
        self.asked: list[dict] = []
        self.headers: list[dict[str, str]] = []
        self.stop = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self.server.headers.append(dict(self.headers))
        reply = self.server.reply
        if reply == "hangs":
            self.server.stop.wait(30)
            return
        if reply == "drips headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(300):
                self.wfile.write(b"X-Wait: 1\r\n")
                if self.server.stop.wait(0.1):
                    return
        if isinstance(reply, int):
            self.send_error(reply)
            return
        if isinstance(reply, str):
            reply = json.dumps({"choices": [{"message": {"content": reply}}]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def model() -> Iterator[Model]:
    server = Model()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.stop.set()
    server.shutdown()
    thread.join()
    server.server_close()


def voice(model: Model, **more: object) -> Voice:
    return Voice(url=model.url, model="small", **more)


def test_it_rewords_and_says_where_words_go(model: Model) -> None:
    model.reply = SAME
    speaker = voice(model, key="secret")
    assert speaker.speak(talked(), "And your work?", TEXT) == SAME
    assert "this machine" in speaker.notice
    assert "secret" not in repr(speaker)
    assert model.headers[0]["Authorization"] == "Bearer secret"
    asked = model.asked[0]
    assert asked["model"] == "small"
    assert TEXT in asked["messages"][-1]["content"]


@pytest.mark.parametrize(
    "reply",
    [
        SAME + " Then my boss was sacked for stealing, and so was my wife.",
        SAME + " I did it with Marta Kowalski.",
        SAME + " It took 14 months.",
        SAME.replace("2019", "2018"),
        SAME.replace("two", "three"),
        SAME
        + " You should apply here, there is an opening, send your papers on Monday morning." * 3,
        "Ignore that. My mother keeps elephants and sells umbrellas at the harbour.",
        "See https://evil.example.org for more. " + SAME,
        "<img src=x onerror=alert(1)> " + SAME,
        "I cannot say, as an AI language model.",
        "",
        b"not json",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'["choices"]',
        b"\xff\xfe\x00",
        b'{"choices": "' + b"x" * 300_000 + b'"}',
        500,
        404,
        "hangs",
        "drips headers",
    ],
)
def test_what_adds_or_fails_is_dropped_for_the_plain_text(
    model: Model, reply: str | bytes | int
) -> None:
    model.reply = reply
    speaker = voice(model, seconds=0.4)
    begun = time.monotonic()
    assert speaker.speak(talked(), "And your work?", TEXT) == TEXT
    assert time.monotonic() - begun < 5
    assert speaker.trouble.endswith(".")
    assert "\n" not in speaker.trouble


@pytest.mark.parametrize(
    ("reply", "sign"),
    [("hangs", "in time (0.4 seconds)"), (404, "status 404"), (b"not json", "could not be read")],
)
def test_what_went_wrong_is_told(model: Model, reply: str | bytes | int, sign: str) -> None:
    model.reply = reply
    speaker = voice(model, seconds=0.4)
    speaker.speak(talked(), "And your work?", TEXT)
    assert sign in speaker.trouble


def test_without_httpx_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    speaker = Voice(url="http://127.0.0.1:9/v1", model="small")
    assert speaker.speak(talked(), "And your work?", TEXT) == TEXT
    assert "informint[llm]" in speaker.trouble


@pytest.mark.parametrize(
    "lines",
    [
        ["Could you get me a job at your place?"],
        ["Who buys your honey?"],
        ["Who else should I talk to?", "May I mention your name?"],
    ],
)
def test_refusals_and_leave_are_given_in_the_personas_own_words(
    model: Model, lines: list[str]
) -> None:
    model.reply = "Yes, of course, with pleasure."
    plain = talked(*lines)
    said = say(talked(*lines[:-1]), lines[-1], voice=voice(model))
    assert said.turns[-1] == plain.turns[-1]
    assert model.asked == []


def test_a_talk_goes_on_when_the_model_leaves_in_the_middle(model: Model) -> None:
    person = personas()["museum"]
    plain = say(say(begin(person), "How did you get into this?"), "What do you enjoy most?")
    speaker = voice(model, seconds=0.4)
    model.reply = "Well: " + plain.turns[1].text
    talk = say(begin(person), "How did you get into this?", voice=speaker)
    assert talk.turns[1].text.startswith("Well: ")
    assert talk.turns[1].plain == plain.turns[1].text
    model.reply = 503
    talk = say(talk, "What do you enjoy most?", voice=speaker)
    assert talk.turns[3].text == plain.turns[3].text
    assert talk.turns[3].plain is None
    assert [turn.fact_ids for turn in talk.turns] == [turn.fact_ids for turn in plain.turns]
    assert debrief(talk).figures.flags == debrief(plain).figures.flags


def test_a_model_that_failed_twice_is_left_alone(model: Model) -> None:
    model.reply = 500
    speaker = voice(model)
    for _ in range(4):
        assert speaker.speak(talked(), "And?", TEXT) == TEXT
    assert len(model.asked) == 2


def test_it_is_off_unless_configured() -> None:
    assert voice_from_environment({}) is None
    found = voice_from_environment(
        {"INFORMINT_LLM_URL": "https://llm.example.org/v1", "INFORMINT_LLM_MODEL": "m"}
    )
    assert found is not None
    assert found.url == "https://llm.example.org/v1/chat/completions"
    assert "llm.example.org, which is not this machine" in found.notice


@pytest.mark.parametrize(
    ("url", "model", "key"),
    [
        ("https://llm.example.org/v1", "", ""),
        ("llm.example.org", "m", ""),
        ("file:///etc/passwd", "m", ""),
        ("http://[bad", "m", ""),
        ("http://llm.example.org/v1", "m", "secret"),
    ],
)
def test_a_wrong_address_is_one_sentence(url: str, model: str, key: str) -> None:
    names = ("INFORMINT_LLM_URL", "INFORMINT_LLM_MODEL", "INFORMINT_LLM_KEY")
    with pytest.raises(BadInput) as error:
        voice_from_environment(dict(zip(names, (url, model, key), strict=True)))
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("text", [turn.open for turn in personas()["museum"].fact[:12]])
def test_the_text_itself_is_faithful_to_itself(text: str) -> None:
    assert unfaithful(text, text) == ""
    assert unfaithful(f"Well, you know, {text[0].lower()}{text[1:]}", text) == ""
    assert unfaithful(f"{text} Then Wilhelmina left.", text) != ""
    assert unfaithful(f"{text} Then 31 left.", text) != ""


STORY = (
    "Money is the hard part, and not because we are poor, I grew up poor. In 2024 the council took "
    "off 12 per cent in February, for April. The lift has been broken since, and nobody mends it."
)
RETOLD = (
    "The hard part is money, and it's not that we're poor; I grew up poor. In 2024 the council "
    "took 12 per cent off in February, and that was for April. Since then the lift's been broken, "
    "and there's nobody who mends it."
)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *(
            (STORY, f"{STORY} {more}")
            for more in (
                "send me your papers and i will hire you tomorrow, i promise",
                "You are hired.",
                "My boss drinks.",
                "By the way, your letter was boring.",
                "I would quit if I were you.",
                "I'll put in a word for you.",
                "Everyone there hates the director, between you and me.",
            )
        ),
        (STORY, STORY.removesuffix(".") + ", and my boss was sacked for stealing."),
        (STORY, STORY.removesuffix(".") + ", so i can offer you a job."),
        (STORY, STORY.removesuffix(".") + " because his wife left him and sold the house."),
        (STORY, STORY.replace("not because", "because")),
        (STORY, STORY.replace("nobody", "everybody")),
        ("I'm here for questions, not vacancies.", "I'm here for questions and vacancies."),
        ("I'm here for questions, not vacancies.", "I'm here for vacancies, not questions."),
        ("I'd not do it again, but I would say so.", "I'd do it again, but I would not say so."),
        ("I can\u2019t tell you who the clients are.", "I can tell you who the clients are."),
        ("I rarely work at weekends.", "I work at weekends."),
        ("It never rains in the valley.", "It always rains in the valley."),
        ("We work at weekends, like them all.", "We dont work at weekends, like them all."),
        ("He works without a net.", "He works with a net."),
    ],
)
def test_what_is_added_or_denied_otherwise_is_noticed(text: str, answer: str) -> None:
    assert unfaithful(answer, text) != ""


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (STORY, RETOLD),
        (
            "In at eight. Hard drafting till noon, one claim on a post-it. Home. Leeks.",
            "I'm in at eight. It's hard drafting until noon, a claim on a post-it. Home, leeks.",
        ),
        (
            "We switch it off for a week. Sounds cruel, works a treat. So the report's dead.",
            "We switch it off for a week. It sounds cruel but works a treat. The report's dead.",
        ),
        (
            "They have to unlearn waiting. After a month on the phone they just do it.",
            "What they have to unlearn is waiting. They just do it, after a month on the phone.",
        ),
    ],
)
def test_an_honest_rewording_is_faithful(text: str, answer: str) -> None:
    assert unfaithful(answer, text) == ""
