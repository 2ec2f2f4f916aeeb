"""Takes out of a visitor's words what could tell who she is, as far as a rule can. Pure.

Taken out: e-mail addresses, links, @names, numbers of three digits and more (telephone, personal
identity numbers of any country, postcodes), all digits of a text in which six are left, street
addresses, and names after words like “jag heter”, “my name is”, “I am” or a greeting at the end.
Not caught: names that stand alone, names written small after “I am”, names of employers and
schools, and stories so rare that they are somebody's. Therefore a person reads before git does.
"""

from __future__ import annotations

import re

MOST_DIGITS = 5
"""A text with more digits than this loses all of them: split numbers are numbers, too."""

_WORD = r"[^\W\d_][\w’'-]*"
_CAPITAL = r"[A-ZÅÄÖÕÜŠŽĀČĒĢĪĶĻŅŪĄĘĖĮŲ][\w’'-]*"
_NAMED = (
    r"jag heter|mitt namn är|(?:jag )?kallas|my name is|my name's|i am called|"
    r"(?:minu|mu) nimi on|mind kutsutakse|mani sauc|mans vārds ir|mans vards ir|"
    r"mano vardas(?: yra)?|esu vardu|vardu"
)
_I_AM = (
    r"jag är|det är|här är|i am|i'm|i’m|im|this is|(?:mina|ma) olen|siin|es esmu|šeit|te ir|aš esu|"
    r"as esu|čia"
)
_GREETINGS = (
    r"(?:med )?(?:vänlig(?:a)? )?hälsning(?:ar|en)?(?: från)?|mvh|/|kind regards|best regards|"
    r"regards|lugupidamisega|tervitades|parimat|ar cieņu|ar cienu|pagarbiai|su pagarba"
)
_STREETS = (
    r"gatan|gata|vägen|väg|gränd|stigen|torget|street|road|tänav|tn|tee|puiestee|pst|iela|prospekts|"
    r"gatvė|g\.|alėja"
)
_RULES = (
    (re.compile(r"(?<!\S)\S(?:[^\s@]*@)+[^\s@]*\.\S+"), "[email]"),
    (re.compile(r"(?:https?://|www\.)\S+", re.I), "[link]"),
    (re.compile(r"(?<!\w)@\w+"), "[name]"),
    (re.compile(rf"(?:{_CAPITAL} )?\b(?i:\w*(?:{_STREETS})) ?\d+ ?[a-zA-Z]?\b"), "[address]"),
    (re.compile(rf"\b((?i:{_NAMED})) {_WORD}(?:[ -]{_CAPITAL}){{0,2}}"), r"\1 [name]"),
    (re.compile(rf"\b((?i:{_I_AM})) {_CAPITAL}(?:[ -]{_CAPITAL}){{0,2}}"), r"\1 [name]"),
    (
        re.compile(rf"((?:^|(?<=\s))(?i:{_GREETINGS})),?\s*{_CAPITAL}(?:[ -]{_CAPITAL}){{0,2}}"),
        r"\1 [name]",
    ),
    (re.compile(r"\+?\d(?:[\s().\-–/+]{0,3}\d){2,}"), "[number]"),
)


def masked(text: str) -> str:
    """The text without what the rules find, on one line."""
    text = " ".join(text.split())
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    if sum(one.isdigit() for one in text) > MOST_DIGITS:
        text = "".join("#" if one.isdigit() else one for one in text)
    return text
