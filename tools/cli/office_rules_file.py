"""The part `rules` of an office's configuration file."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from civicline.domain.office_rules import CampaignRule, OfficeRules, UntranslatedRule

_DEFAULT = OfficeRules()
_A_DAY_OF_MINUTES = 24 * 60

Seconds = Annotated[int, Field(ge=0, le=3_600)]
Minutes = Annotated[int, Field(ge=1, le=_A_DAY_OF_MINUTES)]
MostReplies = Annotated[int, Field(ge=1, le=50)]


class RulesFile(BaseModel):
    """An office's own limits; what is left out stays as it is by default. See domain/office_rules.py."""

    model_config = ConfigDict(extra="forbid")

    undo_seconds_sms: Seconds = _DEFAULT.undo_seconds_sms
    undo_seconds_email: Seconds = _DEFAULT.undo_seconds_email
    reply_lifetime_minutes: Minutes = _DEFAULT.reply_lifetime_minutes
    replies_per_sender: MostReplies = _DEFAULT.replies_per_sender
    replies_per_subject: MostReplies = _DEFAULT.replies_per_subject
    sender_window_minutes: Minutes = _DEFAULT.sender_window_minutes
    repeats_of_text: int = Field(default=_DEFAULT.repeats_of_text, ge=1, le=200)
    text_window_minutes: Minutes = _DEFAULT.text_window_minutes
    staff_days: int = Field(default=_DEFAULT.staff_days, ge=0, le=365)
    campaigns: CampaignRule = _DEFAULT.campaigns
    out_of_scope_below: float = Field(default=_DEFAULT.out_of_scope_below, ge=0, le=1)
    sms_segments: int = Field(default=_DEFAULT.sms_segments, ge=1, le=10)
    english_line: bool = _DEFAULT.english_line
    untranslated: UntranslatedRule = _DEFAULT.untranslated
    asks_zip: bool = _DEFAULT.asks_zip
    asks_answered: bool = _DEFAULT.asks_answered
    asks_answered_days: int = Field(default=_DEFAULT.asks_answered_days, ge=1, le=365)
    not_asked_topics: tuple[str, ...] = _DEFAULT.not_asked_topics
    wrong_reply_budget: float = Field(default=_DEFAULT.wrong_reply_budget, ge=0.001, le=0.5)
    audit_share: float = Field(default=_DEFAULT.audit_share, ge=0, le=1)
    audits_per_week: int = Field(default=_DEFAULT.audits_per_week, ge=0, le=50)

    def rules(self) -> OfficeRules:
        """The rules that the file describes."""
        return OfficeRules(**self.model_dump())
