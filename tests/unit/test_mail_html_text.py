"""HTML as a person reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.mail.html_text import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>One</p><p>Two</p>", "One\n\nTwo", id="paragraphs stand apart"),
        pytest.param("<div>One</div><div>Two</div>", "One\nTwo", id="divisions are lines"),
        pytest.param("One<br>Two<br/>Three", "One\nTwo\nThree", id="breaks"),
        pytest.param("a \n  b&nbsp;&nbsp;c", "a b c", id="spaces are one"),
        pytest.param("<ul><li>One<li>Two</ul>", "* One\n* Two", id="a list without end tags"),
        pytest.param("<ol><li>One</li><li>Two</li></ol>", "1. One\n2. Two", id="a numbered list"),
        pytest.param("<ul><li>One<ul><li>Two</ul></ul>", "* One\n\n  * Two", id="a list in a list"),
        pytest.param(
            "<table><tr><td>Name</td><td>Ann</td></tr><tr><th>Street<td>Elm</table>",
            "Name  Ann\nStreet  Elm",
            id="a table",
        ),
        pytest.param(
            '<a href="https://x.example/a">the form</a>', "the form <https://x.example/a>", id="a link is shown"
        ),
        pytest.param('<a href="https://x.example/">x.example</a>', "x.example", id="a link that shows itself"),
        pytest.param('<a href="javascript:alert(1)">here</a>', "here", id="a script is no link"),
        pytest.param('<img src="x" alt="a map"> here', "a map here", id="a picture's description"),
        pytest.param(
            "<style>p{}</style><script>alert('<p>')</script>Hi<!-- no -->", "Hi", id="nothing that is not shown"
        ),
        pytest.param(
            '<p>See <span style="display: none">secret <b>words</b></span>this</p>', "See this", id="hidden words"
        ),
        pytest.param('<div style="font-size:0px">bait</div>Hi', "Hi", id="words without size"),
        pytest.param('<p style="display:none">bait<p>Hi', "Hi", id="a hidden paragraph left open"),
        pytest.param(
            "<blockquote>a<br>b<blockquote>c</blockquote></blockquote>d",
            "> a\n> b\n>\n>> c\n>>\nd",
            id="quotes are marked",
        ),
        pytest.param("<pre>a\n  b</pre>", "a\n  b", id="preformatted text"),
        pytest.param("a<hr>b", "a\n________________________________\nb", id="a rule"),
        pytest.param("I <3 libraries & 2 < 3", "I <3 libraries & 2 < 3", id="signs that are no markup"),
        pytest.param(
            "&lt;b&gt; &amp; &eacute; &#233; &#xe9; &#99999999999; &bogus;",
            "<b> & é é é \ufffd &bogus;",
            id="references",
        ),
        pytest.param("<p title='a>b'>Hi</p>", "Hi", id="a bracket in an attribute"),
        pytest.param('<p title="never closed>Hi</p> there', "Hi\n\nthere", id="a quote never closed"),
        pytest.param("Hi <!-- never closed > there", "Hi there", id="a comment never closed"),
        pytest.param("<script>never closed</b> Hi", "never closed Hi", id="a script never closed"),
        pytest.param(
            "<?xml version='1.0'?><html><head><title>T</title></head><body>Hi</body></html>", "Hi", id="a document"
        ),
        pytest.param("", "", id="nothing"),
        pytest.param("<b><div>One</b> two</div>", "One two", id="tags that overlap"),
        pytest.param("</p></div></blockquote>Hi", "Hi", id="ends without beginnings"),
    ],
)
def test_html_reads_like(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_words_nested_very_deep_are_not_lost() -> None:
    assert html_to_text("<div>" * 20_000 + "Hello" + "</div>" * 20_000) == "Hello"


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<div hidden>", "</div>", "<", ">", "<a href='", '"', "word", "&#", "<!--", "<pre>", "\n"]
        )
    )
)
def test_any_mixture_of_markup_gives_text(pieces: list[str]) -> None:
    html_to_text("".join(pieces))
