#pragma once

#include "src/review/office.hpp"

/// The JSON API of the review server, a function a request. All throw Refused.
namespace carescan::web {

using Handler = Json (*)(Office&, const Call&);

Json get_work(Office&, const Call&);
Json get_items(Office&, const Call&);
Json get_documents(Office&, const Call&);
Json get_document(Office&, const Call&);
Json get_quarantine(Office&, const Call&);
Json get_people(Office&, const Call&);

Json post_decisions(Office&, const Call&);
Json post_check(Office&, const Call&);
Json post_undo(Office&, const Call&);
Json post_release(Office&, const Call&);
Json post_quarantine(Office&, const Call&);
Json post_people(Office&, const Call&);
Json post_reviewers(Office&, const Call&);

}  // namespace carescan::web
