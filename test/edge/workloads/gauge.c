/*
 * gauge: a gauging station in one process. Every tick it takes a reading: one line, COUNT MONOTONIC_NS REALTIME_NS,
 * appended to a file with one write(2), and given to every TCP client. It holds memory, half of it random, and rewrites
 * some of it every tick. Counts start at 1 and go up by one for as long as its memory lives: a count that goes back,
 * skips or repeats means that something was lost on the way.
 *
 *   gauge [--memory MB] [--dirty-pages-per-tick N] [--tick-ms N] [--data FILE] [--listen PORT]
 *         [--map FILE] [--verify] [--tell ADDRESS:PORT]
 *
 * With --map it also keeps its latest counts in a file that it writes through memory alone: count N is the 64-bit word
 * at N modulo 131072.
 * With --verify it also reads its memory, page after page, and ends when one is not as it was last written.
 * With --tell it also sends each reading that is in the file to an IPv4 address, as one UDP datagram, IDENTITY COUNT: the
 * identity is drawn when the program starts and lives in its memory alone, so that a copy of it has the same and a new
 * start has another.
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
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { page_bytes = 4096, max_clients = 64, verified_pages_per_tick = 512, mapped_words = 131072 };

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

/* The random words of a page follow from the number of the write that filled it, so that they can be told later. */
static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static uint64_t first_state(uint64_t write) {
  return (write + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

/* Half of every page is random, the other half a pattern that compresses. */
static void fill_page(unsigned char *page, uint64_t write) {
  uint64_t state = first_state(write);
  volatile uint64_t *words = (volatile uint64_t *)page;
  for (size_t i = 0; i < page_bytes / sizeof *words; i++) words[i] = i % 2 ? next_random(&state) : i;
}

static int page_is_as_filled(const unsigned char *page, uint64_t write) {
  uint64_t state = first_state(write);
  const volatile uint64_t *words = (const volatile uint64_t *)page;
  for (size_t i = 0; i < page_bytes / sizeof *words; i++)
    if (words[i] != (i % 2 ? next_random(&state) : i)) return 0;
  return 1;
}

/* Pages are written in turn: the last of `writes` that filled this one. */
static uint64_t last_write_of(size_t page, size_t pages, uint64_t writes) {
  uint64_t newest = writes - 1;
  return newest - (newest % pages + pages - page) % pages;
}

static volatile uint64_t *map_file(const char *name) {
  const size_t bytes = mapped_words * sizeof(uint64_t);
  int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0 || ftruncate(file, bytes)) die(name);
  void *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) die(name);
  close(file);
  return mapped;
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

/* Ends the program on anything but ADDRESS:PORT. */
static struct sockaddr_in parse_address(const char *text) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  char host[INET_ADDRSTRLEN];
  const char *colon = strchr(text, ':');
  size_t length = colon ? (size_t)(colon - text) : sizeof host;
  if (length < sizeof host) {
    memcpy(host, text, length);
    host[length] = 0;
    address.sin_port = htons((uint16_t)atoi(colon + 1));
  }
  if (length >= sizeof host || inet_pton(AF_INET, host, &address.sin_addr) != 1 || address.sin_port == 0) {
    fputs("gauge: --tell wants ADDRESS:PORT\n", stderr);
    exit(2);
  }
  return address;
}

/* A socket for each datagram: there is hardly ever one to be moved. Whether it arrives is the network's affair. */
static void tell_witness(const struct sockaddr_in *witness, uint64_t identity, uint64_t count) {
  char word[48];
  int length = snprintf(word, sizeof word, "%016llx %llu", (unsigned long long)identity, (unsigned long long)count);
  int sender = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (sender < 0) return;
  sendto(sender, word, (size_t)length, 0, (const struct sockaddr *)witness, sizeof *witness);
  close(sender);
}

/*
 * True if the whole line is in the file; a part of a line is taken back. Its length tells, not what write(2) said: an
 * ext4 that becomes read-only meanwhile may fail a write (EROFS) whose bytes are in the file all the same.
 */
static int append(int file, const char *line, size_t length) {
  off_t before = lseek(file, 0, SEEK_END);
  if (write(file, line, length) == (ssize_t)length) return 1;
  int reason = errno;
  off_t grown = lseek(file, 0, SEEK_END) - before;
  if (grown > 0 && grown != (off_t)length && ftruncate(file, before)) die("ftruncate");
  errno = reason;
  return grown == (off_t)length;
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
  int verify = 0;
  const char *data = "/data/readings", *map = NULL, *tell = NULL;
  static const struct option options[] = {{"memory", required_argument, NULL, 'm'},
                                          {"dirty-pages-per-tick", required_argument, NULL, 'd'},
                                          {"tick-ms", required_argument, NULL, 't'},
                                          {"data", required_argument, NULL, 'f'},
                                          {"listen", required_argument, NULL, 'l'},
                                          {"map", required_argument, NULL, 'p'},
                                          {"verify", no_argument, NULL, 'v'},
                                          {"tell", required_argument, NULL, 'w'},
                                          {0}};
  for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) switch (option) {
      case 'm': memory_mb = atol(optarg); break;
      case 'd': dirty_pages = atol(optarg); break;
      case 't': tick_ms = atol(optarg); break;
      case 'f': data = optarg; break;
      case 'l': port = atol(optarg); break;
      case 'p': map = optarg; break;
      case 'v': verify = 1; break;
      case 'w': tell = optarg; break;
      default: return 2;
    }
  if (memory_mb < 1 || dirty_pages < 0 || tick_ms < 1) {
    fputs("gauge: --memory and --tick-ms want at least 1\n", stderr);
    return 2;
  }

  struct sockaddr_in witness = tell ? parse_address(tell) : (struct sockaddr_in){0};
  uint64_t identity = 0;
  if (tell && getrandom(&identity, sizeof identity, 0) != sizeof identity) die("getrandom");

  struct sigaction on_end = {.sa_handler = end};
  sigaction(SIGTERM, &on_end, NULL);
  sigaction(SIGINT, &on_end, NULL);

  size_t pages = (size_t)memory_mb * 1024 * 1024 / page_bytes;
  unsigned char *memory =
      mmap(NULL, pages * page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  uint64_t writes = 0;
  for (size_t page = 0; page < pages; page++) fill_page(memory + page * page_bytes, writes++);

  int file = open(data, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) die(data);
  volatile uint64_t *mapped = map ? map_file(map) : NULL;
  int server = port > 0 ? listen_on((int)port) : -1;
  struct clients clients = {.count = 0};

  uint64_t count = 1;
  size_t next_verified = 0;
  int complained = 0;
  int64_t deadline = now_ns(CLOCK_MONOTONIC);
  while (!asked_to_end) {
    for (long i = 0; i < dirty_pages; i++) {
      fill_page(memory + writes % pages * page_bytes, writes);
      writes++;
    }
    for (int i = 0; verify && i < verified_pages_per_tick; i++) {
      uint64_t write = last_write_of(next_verified, pages, writes);
      if (!page_is_as_filled(memory + next_verified * page_bytes, write)) {
        fprintf(stderr, "gauge: page %zu is not as it was\n", next_verified);
        return 1;
      }
      next_verified = (next_verified + 1) % pages;
      if (next_verified == 0) {
        puts("memory is whole");
        fflush(stdout);
      }
    }
    char line[96];
    int length = snprintf(line, sizeof line, "%llu %lld %lld\n", (unsigned long long)count,
                          (long long)now_ns(CLOCK_MONOTONIC), (long long)now_ns(CLOCK_REALTIME));
    if (append(file, line, (size_t)length)) {
      if (mapped) mapped[count % mapped_words] = count;
      complained = 0;
      tell_clients(&clients, line, (size_t)length);
      if (tell) tell_witness(&witness, identity, count);
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
