"""The voice of a language model, against a local server that speaks well and badly."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from roleplay.someone import talked

from informint.errors import BadInput
from informint.roleplay import Voice, begin, debrief, personas, say, voice_from_environment
from informint.roleplay.voice import unfaithful

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
    ],
)
def test_what_adds_or_fails_is_dropped_for_the_plain_text(
    model: Model, reply: str | bytes | int
) -> None:
    model.reply = reply
    speaker = voice(model, seconds=0.4)
    assert speaker.speak(talked(), "And your work?", TEXT) == TEXT
    assert speaker.trouble.endswith(".")
    assert "\n" not in speaker.trouble


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
