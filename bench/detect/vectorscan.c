/*
 * Searches a file for expressions with Vectorscan, in the chunks that the other engines of the benchmark get.
 *
 * usage: vectorscan EXPRESSIONS CORPUS CHUNK_BYTES ROUNDS
 * EXPRESSIONS: one "id<TAB>expression" a line. Prints one JSON object: what was rejected, matches of one round, and the
 * megabytes (10^6) a second of every round.
 */
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_EXPRESSIONS 4096
#define FLAGS (HS_FLAG_DOTALL)

static char *names[MAX_EXPRESSIONS];
static char *expressions[MAX_EXPRESSIONS];
static unsigned flags[MAX_EXPRESSIONS];
static unsigned ids[MAX_EXPRESSIONS];
static unsigned count;
static int rejected;

static void die(const char *what) {
  fprintf(stderr, "vectorscan: %s\n", what);
  exit(1);
}

static char *read_whole(const char *name, size_t *length) {
  FILE *file = fopen(name, "rb");
  if (!file) die("a file cannot be opened");
  fseek(file, 0, SEEK_END);
  *length = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*length + 1);
  if (!bytes || fread(bytes, 1, *length, file) != *length) die("a file cannot be read");
  bytes[*length] = 0;
  fclose(file);
  return bytes;
}

static void reject(unsigned i) {
  printf("%s\"%s\"", rejected++ ? "," : "", names[i]);
  count--;
  memmove(&names[i], &names[i + 1], (count - i) * sizeof *names);
  memmove(&expressions[i], &expressions[i + 1], (count - i) * sizeof *expressions);
}

/* Each expression alone first, so that all that are rejected are named at once. */
static void check(void) {
  for (unsigned i = 0; i < count;) {
    hs_database_t *database = NULL;
    hs_compile_error_t *error = NULL;
    if (hs_compile(expressions[i], FLAGS, HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS) {
      hs_free_compile_error(error);
      reject(i);
    } else {
      hs_free_database(database);
      i++;
    }
  }
}

static hs_database_t *compile(void) {
  for (unsigned i = 0; i < count; i++) {
    flags[i] = FLAGS;
    ids[i] = i;
  }
  for (;;) {
    hs_database_t *database = NULL;
    hs_compile_error_t *error = NULL;
    if (hs_compile_multi((const char *const *)expressions, flags, ids, count, HS_MODE_BLOCK, NULL, &database, &error) ==
        HS_SUCCESS)
      return database;
    if (error->expression < 0) die(error->message);
    reject((unsigned)error->expression);
    hs_free_compile_error(error);
  }
}

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flag, void *context) {
  (void)id, (void)from, (void)to, (void)flag;
  ++*(unsigned long long *)context;
  return 0;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 5) die("usage: vectorscan EXPRESSIONS CORPUS CHUNK_BYTES ROUNDS");
  size_t length;
  char *list = read_whole(argv[1], &length);
  for (char *line = strtok(list, "\n"); line && count < MAX_EXPRESSIONS; line = strtok(NULL, "\n")) {
    char *tab = strchr(line, '\t');
    if (!tab) die("an expression has no id");
    *tab = 0;
    names[count] = line;
    expressions[count++] = tab + 1;
  }
  printf("{\"version\":\"%s\",\"rejected\":[", hs_version());
  check();
  hs_database_t *database = compile();
  printf("],\"expressions\":%u,", count);
  hs_scratch_t *scratch = NULL;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) die("no scratch");
  char *corpus = read_whole(argv[2], &length);
  size_t chunk = (size_t)atol(argv[3]);
  int rounds = atoi(argv[4]);
  unsigned long long matches = 0;
  printf("\"rates\":[");
  for (int round = 0; round < rounds; round++) {
    matches = 0;
    double started = now();
    for (size_t at = 0; at < length; at += chunk) {
      size_t size = length - at < chunk ? length - at : chunk;
      if (hs_scan(database, corpus + at, (unsigned)size, 0, scratch, on_match, &matches) != HS_SUCCESS) die("scan");
    }
    printf("%s%.1f", round ? "," : "", (double)length / 1e6 / (now() - started));
  }
  printf("],\"matches\":%llu}\n", matches);
  return 0;
}
