#include "CCurl.h"

#include <dlfcn.h>
#include <stddef.h>

// The options are macros that check types; what is called here goes through pointers.
#undef curl_easy_setopt
#undef curl_easy_getinfo

#ifdef __APPLE__
static const char *const library_name = "libcurl.4.dylib";
#else
static const char *const library_name = "libcurl.so.4";
#endif

static struct {
  CURLcode (*global_init)(long);
  CURL *(*easy_init)(void);
  CURLcode (*easy_perform)(CURL *);
  void (*easy_cleanup)(CURL *);
  const char *(*easy_strerror)(CURLcode);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  CURLHcode (*easy_header)(CURL *, const char *, size_t, unsigned, int, struct curl_header **);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
} library;

static const struct {
  const char *name;
  size_t place;
} symbols[] = {
  {"curl_global_init", offsetof(__typeof__(library), global_init)},
  {"curl_easy_init", offsetof(__typeof__(library), easy_init)},
  {"curl_easy_perform", offsetof(__typeof__(library), easy_perform)},
  {"curl_easy_cleanup", offsetof(__typeof__(library), easy_cleanup)},
  {"curl_easy_strerror", offsetof(__typeof__(library), easy_strerror)},
  {"curl_easy_setopt", offsetof(__typeof__(library), easy_setopt)},
  {"curl_easy_getinfo", offsetof(__typeof__(library), easy_getinfo)},
  {"curl_easy_header", offsetof(__typeof__(library), easy_header)},
  {"curl_slist_append", offsetof(__typeof__(library), slist_append)},
  {"curl_slist_free_all", offsetof(__typeof__(library), slist_free_all)},
};

const char *pcmflow_curl_open(void) {
  void *opened = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (opened == NULL) return "libcurl is not installed (Debian: libcurl4)";
  for (size_t index = 0; index < sizeof symbols / sizeof *symbols; index += 1) {
    void *symbol = dlsym(opened, symbols[index].name);
    if (symbol == NULL) return "libcurl is older than 7.83";
    *(void **)((char *)&library + symbols[index].place) = symbol;
  }
  return library.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? NULL : "libcurl cannot be started";
}

CURL *pcmflow_curl_start(void) { return library.easy_init(); }

CURLcode pcmflow_curl_perform(CURL *handle) { return library.easy_perform(handle); }

void pcmflow_curl_end(CURL *handle) { library.easy_cleanup(handle); }

const char *pcmflow_curl_words(CURLcode code) { return library.easy_strerror(code); }

struct curl_slist *pcmflow_curl_append(struct curl_slist *list, const char *line) {
  return library.slist_append(list, line);
}

void pcmflow_curl_free(struct curl_slist *list) { library.slist_free_all(list); }

CURLcode pcmflow_curl_set_number(CURL *handle, CURLoption option, long value) {
  return library.easy_setopt(handle, option, value);
}

CURLcode pcmflow_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return library.easy_setopt(handle, option, value);
}

CURLcode pcmflow_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return library.easy_setopt(handle, option, value);
}

CURLcode pcmflow_curl_set_bytes(CURL *handle, CURLoption option, const void *value) {
  return library.easy_setopt(handle, option, value);
}

CURLcode pcmflow_curl_set_headers(CURL *handle, struct curl_slist *value) {
  return library.easy_setopt(handle, CURLOPT_HTTPHEADER, value);
}

CURLcode pcmflow_curl_set_writer(
    CURL *handle, size_t (*writer)(char *, size_t, size_t, void *), void *state) {
  CURLcode code = library.easy_setopt(handle, CURLOPT_WRITEFUNCTION, writer);
  return code == CURLE_OK ? library.easy_setopt(handle, CURLOPT_WRITEDATA, state) : code;
}

CURLcode pcmflow_curl_get_number(CURL *handle, CURLINFO info, long *value) {
  return library.easy_getinfo(handle, info, value);
}

CURLcode pcmflow_curl_get_text(CURL *handle, CURLINFO info, char **value) {
  return library.easy_getinfo(handle, info, value);
}

const char *pcmflow_curl_header(CURL *handle, const char *name) {
  struct curl_header *header = NULL;
  CURLHcode code = library.easy_header(handle, name, 0, CURLH_HEADER, -1, &header);
  return code == CURLHE_OK && header != NULL ? header->value : NULL;
}
