"""All pages of records, of those who took part and of what came of an evening, for the application to register."""

from dialoog.records.archives.pages import pages as archives
from dialoog.records.downloads.pages import pages as downloads
from dialoog.records.follow_up.call_pages import pages as call_list
from dialoog.records.follow_up.link_pages import pages as agreement_link
from dialoog.records.follow_up.own_pages import pages as own_agreements
from dialoog.records.follow_up.questions.link_pages import pages as question_link
from dialoog.records.follow_up.questions.own_pages import pages as own_questions
from dialoog.records.follow_up.questions.pages import pages as questions
from dialoog.records.looking_back.call_pages import pages as looking_back_calls
from dialoog.records.looking_back.link_pages import pages as looking_back_link
from dialoog.records.looking_back.own_pages import pages as own_looking_back
from dialoog.records.pages import pages as record
from dialoog.records.participants.card_pages import pages as cards
from dialoog.records.participants.pages import pages as own_words
from dialoog.records.participants.record_pages import pages as own_record
from dialoog.records.public_pages import pages as public_records
from dialoog.records.report_back.pages import own_pages as own_report_back
from dialoog.records.report_back.pages import pages as report_back
from dialoog.records.report_back.writing_pages import pages as report_back_writing
from dialoog.records.requests.answer_pages import pages as request_answers
from dialoog.records.requests.pages import pages as removal_requests
from dialoog.records.review.pages import pages as record_editing
from dialoog.records.review.publishing_pages import pages as record_publishing
from dialoog.records.search.pages import pages as search
from dialoog.records.sheet.pages import pages as sheet
from dialoog.records.themes.comparison_pages import pages as comparison
from dialoog.records.themes.pages import pages as themes
from dialoog.records.unused_pages import pages as unused

BLUEPRINTS = (
    record,
    downloads,
    archives,
    record_editing,
    record_publishing,
    report_back,
    own_report_back,
    report_back_writing,
    looking_back_link,
    own_looking_back,
    looking_back_calls,
    sheet,
    public_records,
    removal_requests,
    request_answers,
    own_words,
    own_record,
    own_agreements,
    own_questions,
    question_link,
    questions,
    agreement_link,
    call_list,
    cards,
    unused,
    search,
    themes,
    comparison,
)
