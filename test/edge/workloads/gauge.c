/*
 * gauge: a gauging station in one process. Every tick it takes a reading: one line, COUNT MONOTONIC_NS REALTIME_NS,
 * appended to a file with one write(2), and given to every TCP client. It holds memory, half of it random, and rewrites
 * some of it every tick. Counts start at 1 and go up by one for as long as its memory lives: a count that goes back,
 * skips or repeats means that something was lost on the way.
 *
 *   gauge [--memory MB] [--dirty-pages-per-tick N] [--tick-ms N] [--data FILE] [--listen PORT]
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { page_bytes = 4096, max_clients = 64 };

static volatile sig_atomic_t asked_to_end;

static void end(int signal) {
  (void)signal;
  asked_to_end = 1;
}

static void die(const char *what) {
  fprintf(stderr, "gauge: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now_ns(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static uint64_t next_random(void) {
  static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

/* Half of every page is random, the other half a pattern that compresses. */
static void fill_page(unsigned char *page) {
  uint64_t *words = (uint64_t *)page;
  for (size_t i = 0; i < page_bytes / sizeof *words; i++) words[i] = i % 2 ? next_random() : i;
}

static int listen_on(int port) {
  int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (server < 0) die("socket");
  int yes = 1;
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  if (bind(server, (struct sockaddr *)&any, sizeof any) || listen(server, max_clients)) die("listen");
  return server;
}

struct clients {
  int sockets[max_clients];
  int count;
};

static void accept_clients(int server, struct clients *clients) {
  while (clients->count < max_clients) {
    int client = accept4(server, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0) return;
    clients->sockets[clients->count++] = client;
  }
}

/* A client that cannot take a whole line is hung up on: it never sees a gap without knowing. */
static void tell_clients(struct clients *clients, const char *line, size_t length) {
  for (int i = 0; i < clients->count;) {
    if (send(clients->sockets[i], line, length, MSG_NOSIGNAL) == (ssize_t)length) {
      i++;
      continue;
    }
    close(clients->sockets[i]);
    clients->sockets[i] = clients->sockets[--clients->count];
  }
}

/* True if the whole line is in the file; a part of a line is taken back. */
static int append(int file, const char *line, size_t length) {
  off_t before = lseek(file, 0, SEEK_END);
  ssize_t written = write(file, line, length);
  if (written == (ssize_t)length) return 1;
  if (written > 0 && ftruncate(file, before)) die("ftruncate");
  return 0;
}

static void wait_until(int64_t deadline_ns, int server, struct clients *clients) {
  for (;;) {
    int64_t left = deadline_ns - now_ns(CLOCK_MONOTONIC);
    if (left <= 0 || asked_to_end) return;
    struct timespec timeout = {left / 1000000000, left % 1000000000};
    struct pollfd waiting = {.fd = server, .events = POLLIN};
    if (ppoll(&waiting, server < 0 ? 0 : 1, &timeout, NULL) > 0) accept_clients(server, clients);
  }
}

int main(int argc, char **argv) {
  long memory_mb = 1, dirty_pages = 16, tick_ms = 10, port = 0;
  const char *data = "/data/readings";
  static const struct option options[] = {{"memory", required_argument, NULL, 'm'},
                                          {"dirty-pages-per-tick", required_argument, NULL, 'd'},
                                          {"tick-ms", required_argument, NULL, 't'},
                                          {"data", required_argument, NULL, 'f'},
                                          {"listen", required_argument, NULL, 'l'},
                                          {0}};
  for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) switch (option) {
      case 'm': memory_mb = atol(optarg); break;
      case 'd': dirty_pages = atol(optarg); break;
      case 't': tick_ms = atol(optarg); break;
      case 'f': data = optarg; break;
      case 'l': port = atol(optarg); break;
      default: return 2;
    }
  if (memory_mb < 1 || dirty_pages < 0 || tick_ms < 1) {
    fputs("gauge: --memory and --tick-ms want at least 1\n", stderr);
    return 2;
  }

  struct sigaction on_end = {.sa_handler = end};
  sigaction(SIGTERM, &on_end, NULL);
  sigaction(SIGINT, &on_end, NULL);

  size_t pages = (size_t)memory_mb * 1024 * 1024 / page_bytes;
  unsigned char *memory =
      mmap(NULL, pages * page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  for (size_t page = 0; page < pages; page++) fill_page(memory + page * page_bytes);

  int file = open(data, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) die(data);
  int server = port > 0 ? listen_on((int)port) : -1;
  struct clients clients = {.count = 0};

  uint64_t count = 1;
  size_t next_page = 0;
  int complained = 0;
  int64_t deadline = now_ns(CLOCK_MONOTONIC);
  while (!asked_to_end) {
    for (long i = 0; i < dirty_pages; i++) {
      fill_page(memory + next_page * page_bytes);
      next_page = (next_page + 1) % pages;
    }
    char line[96];
    int length = snprintf(line, sizeof line, "%llu %lld %lld\n", (unsigned long long)count,
                          (long long)now_ns(CLOCK_MONOTONIC), (long long)now_ns(CLOCK_REALTIME));
    if (append(file, line, (size_t)length)) {
      complained = 0;
      tell_clients(&clients, line, (size_t)length);
      if (count % 100 == 0) {
        printf("reading %llu\n", (unsigned long long)count);
        fflush(stdout);
      }
      count++;
    } else if (!complained) {
      /* A full disk: the reading is taken again at the next tick. */
      fprintf(stderr, "gauge: reading %llu is waiting: %s\n", (unsigned long long)count, strerror(errno));
      complained = 1;
    }
    deadline += tick_ms * 1000000;
    int64_t now = now_ns(CLOCK_MONOTONIC);
    if (deadline < now) deadline = now;
    wait_until(deadline, server, &clients);
  }
  return 0;
}
