/* Errors as RFC 9457 says them, in the reader's language: type, title, status, and the findings. */
#ifndef HTTP_PROBLEM_H
#define HTTP_PROBLEM_H

#include "http/http.h"

/* Findings as JSON: code, field, found, message, expected. */
json_t *problem_findings(const cordon_error *error, cordon_language language);
/* Replies with it; `error` may be NULL. */
void problem_reply(http_exchange *x, int status, const cordon_error *error);

#endif
