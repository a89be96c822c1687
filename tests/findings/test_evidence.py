"""Every claim names a source, and the warnings come first."""

import re

from psoas.exercises.registry import CLINICAL_TESTS, EXERCISES
from psoas.findings.evidence import load_evidence, load_glossary, load_safety


def test_the_claims_of_an_exercise_are_among_the_evidence() -> None:
    assert all(set(exercise.claims) <= set(load_evidence()) for exercise in EXERCISES)
    assert all(set(test.claims) <= set(load_evidence()) for test in CLINICAL_TESTS)


def test_the_evidence_names_a_source_that_was_read() -> None:
    evidence = load_evidence()
    assert evidence["do_not_arch"].doi == "10.7717/peerj.2325"
    for item in evidence.values():
        assert item.source
        assert item.url
        assert "memory" not in item.source + item.finding
        assert "(see " not in item.finding
        assert item.verdict in ("supported", "partly", "contested", "no evidence", None)


def test_red_flags_come_first_and_no_relief_is_promised() -> None:
    safety = load_safety()
    assert [notice.id for notice in safety.notices] == ["do_not_start", "ask_first", "stop_now"]
    assert "numbness around the saddle" in safety.notices[0].items
    assert "does not treat pain" in safety.promise


def test_every_claim_has_an_answer_in_everyday_words() -> None:
    """Short sentences, without the figures and terms that stand behind the fold."""
    for item in load_evidence().values():
        assert not re.search(
            r"\b(p ?[<=]|n ?= ?\d|RCT|ROM|MTT|LBP|EMG|ICC|SMD|ES)\b|\b[A-Z]{3,}\b", item.plain
        ), item.id
        for sentence in re.split(r"(?<=[.:]) ", item.plain):
            assert len(sentence.split()) <= 25, sentence
        assert not re.search(r"\b(NOT|BOTH|MORE|LESS|BETTER|WITH|MTT|LBP|ROM|RCT)\b", item.finding), item.id
        assert "the article" not in item.plain + item.finding + item.claim


def test_a_word_is_explained_in_short_sentences_without_another_term() -> None:
    words = load_glossary()
    assert {"Psoas", "Tuck the tail", "Smaller network, lite"} <= set(words)
    for means in words.values():
        for sentence in re.split(r"(?<=[.:]) ", means):
            assert len(sentence.split()) <= 24, sentence
        assert not re.search(r"lumbar|anterior|posterior|flexion|sagittal|confidence interval", means)
