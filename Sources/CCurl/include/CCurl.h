#ifndef PCMFLOW_CURL_H
#define PCMFLOW_CURL_H

#include <curl/curl.h>

// libcurl, opened at the first request: it brings some thirty libraries of its own, which a run without the network
// need not load. Typed faces stand for its variadic functions, which Swift cannot call; what an option takes is said at
// https://curl.se/libcurl/c/curl_easy_setopt.html.

/// Opens libcurl and initialises it; to be called once, before every other function here. Gives null, or a text that
/// says why it cannot be used.
const char *_Nullable pcmflow_curl_open(void);

CURL *_Nullable pcmflow_curl_start(void);
CURLcode pcmflow_curl_perform(CURL *_Nonnull handle);
void pcmflow_curl_end(CURL *_Nonnull handle);
const char *_Nonnull pcmflow_curl_words(CURLcode code);

/// Adds a copy of a line; gives the list's new head, or null where memory is out.
struct curl_slist *_Nullable pcmflow_curl_append(struct curl_slist *_Nullable list, const char *_Nonnull line);
void pcmflow_curl_free(struct curl_slist *_Nullable list);

CURLcode pcmflow_curl_set_number(CURL *_Nonnull handle, CURLoption option, long value);
CURLcode pcmflow_curl_set_size(CURL *_Nonnull handle, CURLoption option, curl_off_t value);
CURLcode pcmflow_curl_set_text(CURL *_Nonnull handle, CURLoption option, const char *_Nullable value);
CURLcode pcmflow_curl_set_bytes(CURL *_Nonnull handle, CURLoption option, const void *_Nullable value);
CURLcode pcmflow_curl_set_headers(CURL *_Nonnull handle, struct curl_slist *_Nullable value);
CURLcode pcmflow_curl_set_writer(
    CURL *_Nonnull handle,
    size_t (*_Nonnull writer)(char *_Nullable, size_t, size_t, void *_Nullable), void *_Nullable state);

CURLcode pcmflow_curl_get_number(CURL *_Nonnull handle, CURLINFO info, long *_Nonnull value);
CURLcode pcmflow_curl_get_text(CURL *_Nonnull handle, CURLINFO info, char *_Nullable *_Nonnull value);
/// The last value of a header of the last answer; null where it has none.
const char *_Nullable pcmflow_curl_header(CURL *_Nonnull handle, const char *_Nonnull name);

#endif
