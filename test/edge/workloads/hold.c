/*
 * hold: holds one thing of the kernel's and says whether it still works: what a checkpoint must carry, or refuses.
 *
 *   hold KIND [FILE]       ten times a second it uses what it holds; as often as that works, it writes how often into FILE
 *   hold serve PATH        the other end: a stream socket at PATH, and a datagram socket at PATH.dgram
 *
 * It ends with 3 where this kernel does not have the thing, and prints `holds KIND` when it has it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <linux/io_uring.h>
#include <linux/netlink.h>
#include <linux/perf_event.h>
#include <linux/rtnetlink.h>
#include <linux/userfaultfd.h>
#include <mqueue.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { multipath_tcp = 262, absent = 3, page_bytes = 4096 };

static int held = -1, other = -1;
static char *mapped;

static void fail(const char *what) {
  int why = errno;
  fprintf(stderr, "hold: %s: %s\n", what, strerror(why));
  exit(why == ENOSYS || why == EAFNOSUPPORT || why == EPROTONOSUPPORT || why == ESOCKTNOSUPPORT ? absent : 1);
}

static int must(int result, const char *what) {
  if (result < 0) fail(what);
  return result;
}

static int still_there(void) {
  struct stat status;
  return fstat(held, &status) == 0;
}

/* Sockets */

static struct sockaddr_un at(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  return address;
}

static int bind_to(int type, const char *path) {
  struct sockaddr_un address = at(path);
  int sock = must(socket(AF_UNIX, type, 0), "socket");
  unlink(path);
  must(bind(sock, (struct sockaddr *)&address, sizeof address), path);
  if (type != SOCK_DGRAM) must(listen(sock, 8), "listen");
  return sock;
}

static int connect_to(int type, const char *path) {
  struct sockaddr_un address = at(path);
  int sock = must(socket(AF_UNIX, type, 0), "socket");
  must(connect(sock, (struct sockaddr *)&address, sizeof address), path);
  return sock;
}

static int carries(int from, int to) {
  char word[4] = "", sent[4] = "ok";
  return write(from, sent, sizeof sent) == sizeof sent && read(to, word, sizeof word) == sizeof word && !strcmp(word, sent);
}

static int pair_carries(void) { return carries(held, other) && carries(other, held); }
static int is_heard(void) { return send(held, "ok", 2, MSG_DONTWAIT | MSG_NOSIGNAL) == 2 || errno == EAGAIN; }

static void unix_pair(void) {
  int ends[2];
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
  held = ends[0];
  other = ends[1];
}

static int listener_accepts(const char *path) {
  struct sockaddr_un address = at(path);
  int client = socket(AF_UNIX, SOCK_STREAM, 0);
  int works = connect(client, (struct sockaddr *)&address, sizeof address) == 0;
  if (works) close(accept(held, NULL, NULL));
  close(client);
  return works;
}

static void unix_relative(void) {
  mkdir("/var/relative", 0755);
  must(chdir("/var/relative"), "chdir");
  held = bind_to(SOCK_STREAM, "here");
  must(chdir("/"), "chdir");
}
static int unix_relative_works(void) { return listener_accepts("/var/relative/here"); }

static void unix_unlinked(void) {
  held = bind_to(SOCK_STREAM, "/var/unlinked");
  other = connect_to(SOCK_STREAM, "/var/unlinked");
  int client = must(accept(held, NULL, NULL), "accept");
  unlink("/var/unlinked");
  close(held);
  held = client;
}

static void unix_outside(void) { held = connect_to(SOCK_STREAM, "/outside/socket"); }
static void unix_outside_dgram(void) { held = connect_to(SOCK_DGRAM, "/outside/socket.dgram"); }

static void netlink_bound(int protocol, uint32_t groups) {
  struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
  held = must(socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, protocol), "socket");
  must(bind(held, (struct sockaddr *)&address, sizeof address), "bind");
}

static int link_is_listed(void) {
  struct {
    struct nlmsghdr head;
    struct ifinfomsg body;
  } question = {{sizeof question, RTM_GETLINK, NLM_F_REQUEST, 1, 0}, {.ifi_index = 1}};
  char answer[8192];
  if (send(held, &question, sizeof question, 0) != sizeof question) return 0;
  struct pollfd waiting = {.fd = held, .events = POLLIN};
  if (poll(&waiting, 1, 1000) < 1) return 0;
  while (recv(held, answer, sizeof answer, MSG_DONTWAIT) > 0) {
  }
  return 1;
}

static int drains(void) {
  char told[8192];
  while (recv(held, told, sizeof told, MSG_DONTWAIT) > 0) {
  }
  return errno == EAGAIN;
}

static void netlink(void) { netlink_bound(NETLINK_ROUTE, RTMGRP_LINK | RTMGRP_IPV4_IFADDR); }
static void netlink_uevent(void) { netlink_bound(NETLINK_KOBJECT_UEVENT, 1); }
static void netlink_unread(void) {
  struct {
    struct nlmsghdr head;
    struct ifinfomsg body;
  } question = {{sizeof question, RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 1, 0}, {0}};
  netlink_bound(NETLINK_ROUTE, 0);
  must((int)send(held, &question, sizeof question, 0), "send");
}
static void netlink_group_33(void) {
  int group = RTNLGRP_STATS > 32 ? RTNLGRP_STATS : 33;
  netlink_bound(NETLINK_ROUTE, 0);
  must(setsockopt(held, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group), "NETLINK_ADD_MEMBERSHIP");
}

static void packet(void) { held = must(socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL)), "socket"); }
static void raw(void) { held = must(socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMP), "socket"); }
static void raw6(void) { held = must(socket(AF_INET6, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMPV6), "socket"); }
static void raw_any(void) { held = must(socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_RAW), "socket"); }
static void ping(void) { held = must(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, IPPROTO_ICMP), "socket"); }
static void udplite(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(7009)};
  held = must(socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE), "socket");
  must(bind(held, (struct sockaddr *)&address, sizeof address), "bind");
}
static void vsock(void) { held = must(socket(AF_VSOCK, SOCK_STREAM, 0), "socket"); }
static void crypto(void) { held = must(socket(AF_ALG, SOCK_SEQPACKET, 0), "socket"); }
static void can(void) { held = must(socket(AF_CAN, SOCK_RAW, 1), "socket"); }
static void listen_at(int protocol, int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  held = must(socket(AF_INET, SOCK_STREAM, protocol), "socket");
  must(bind(held, (struct sockaddr *)&address, sizeof address), "bind");
  must(listen(held, 8), "listen");
}
static void mptcp(void) { listen_at(multipath_tcp, 7010); }
static void sctp(void) { listen_at(IPPROTO_SCTP, 7011); }
static void tcp_unaccepted(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(7012)};
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  listen_at(IPPROTO_TCP, 7012);
  other = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  must(connect(other, (struct sockaddr *)&address, sizeof address), "connect");
}
static void packet_of_device(void) {
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)if_nametoindex("eth0")};
  packet();
  must(bind(held, (struct sockaddr *)&address, sizeof address), "bind");
}
static void bound_to_device(void) {
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(7014)};
  held = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  must(setsockopt(held, SOL_SOCKET, SO_BINDTODEVICE, "eth0", 5), "SO_BINDTODEVICE");
  must(bind(held, (struct sockaddr *)&any, sizeof any), "bind");
}
/* It hears what it says to a group of which it is a member. */
static const struct sockaddr_in *group(void) {
  static struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_port = htons(7013);
  inet_pton(AF_INET, "239.9.9.9", &address.sin_addr);
  return &address;
}
static void multicast(void) {
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(7013)};
  struct ip_mreqn member = {.imr_multiaddr = group()->sin_addr};
  held = must(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), "socket");
  must(bind(held, (struct sockaddr *)&any, sizeof any), "bind");
  must(setsockopt(held, IPPROTO_IP, IP_ADD_MEMBERSHIP, &member, sizeof member), "IP_ADD_MEMBERSHIP");
}
static int multicast_is_heard(void) {
  char word[8];
  struct pollfd waiting = {.fd = held, .events = POLLIN};
  if (sendto(held, "ok", 3, 0, (const struct sockaddr *)group(), sizeof *group()) != 3) return 0;
  return poll(&waiting, 1, 500) == 1 && recv(held, word, sizeof word, 0) == 3;
}
static void tcp_unbound(void) { held = must(socket(AF_INET, SOCK_STREAM, 0), "socket"); }

/* Terminals, sessions */

static void terminal(void) {
  must(openpty(&held, &other, NULL, NULL, NULL), "openpty");
  struct termios raw_mode;
  tcgetattr(other, &raw_mode);
  cfmakeraw(&raw_mode);
  tcsetattr(other, TCSANOW, &raw_mode);
}

static pid_t child;
static int child_lives(void) { return child > 0 && kill(child, 0) == 0; }
static void wait_for_ever(void) {
  for (;;) pause();
}

static void session(void) {
  if ((child = fork()) == 0) {
    setsid();
    wait_for_ever();
  }
}

/* A process whose session's leader, and whose group's, has ended. */
static void orphan(void) {
  int ends[2];
  must(pipe(ends), "pipe");
  pid_t leader = fork();
  if (leader == 0) {
    setsid();
    pid_t left = fork();
    if (left == 0) wait_for_ever();
    if (write(ends[1], &left, sizeof left) < 0) _exit(1);
    _exit(0);
  }
  if (read(ends[0], &child, sizeof child) < 0) fail("read");
  waitpid(leader, NULL, 0);
  close(ends[0]);
  close(ends[1]);
}

static void stopped(void) {
  if ((child = fork()) == 0) wait_for_ever();
  kill(child, SIGSTOP);
  waitpid(child, NULL, WUNTRACED);
}

static void zombie(void) {
  if ((child = fork()) == 0) _exit(0);
  siginfo_t info;
  waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
}

static void traced(void) {
  if ((child = fork()) == 0) wait_for_ever();
  must((int)ptrace(PTRACE_SEIZE, child, NULL, NULL), "ptrace");
}

/* Devices, and files that are none */

static void kernel_log(void) { held = must(open("/dev/kmsg", O_RDONLY | O_NONBLOCK), "/dev/kmsg"); }
static void fuse(void) { held = must(open("/dev/fuse", O_RDWR), "/dev/fuse"); }
static void tun(void) { held = must(open("/dev/net/tun", O_RDWR), "/dev/net/tun"); }
static void tun_attached(void) {
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  tun();
  must(ioctl(held, TUNSETIFF, &request), "TUNSETIFF");
}
static void null_device(void) {
  held = must(open("/dev/null", O_RDWR), "/dev/null");
  other = must(open("/dev/urandom", O_RDONLY), "/dev/urandom");
}
static void zero_mapped(void) {
  held = must(open("/dev/zero", O_RDWR), "/dev/zero");
  mapped = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, held, 0);
  if (mapped == MAP_FAILED) fail("mmap");
  strcpy(mapped, "ok");
}
static int mapped_is_whole(void) { return !strcmp(mapped, "ok"); }

static void io_uring(void) {
  struct io_uring_params parameters = {0};
  held = must((int)syscall(SYS_io_uring_setup, 8, &parameters), "io_uring_setup");
  mapped = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, held, IORING_OFF_SQ_RING);
  if (mapped == MAP_FAILED) fail("mmap");
}
static void perf(void) {
  struct perf_event_attr attributes = {
      .type = PERF_TYPE_SOFTWARE, .size = sizeof attributes, .config = PERF_COUNT_SW_TASK_CLOCK, .exclude_kernel = 1};
  held = must((int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0), "perf_event_open");
}
static void bpf_map(void) {
  union bpf_attr attributes = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
  held = must((int)syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes), "bpf");
}
static void bpf_program(void) {
  struct bpf_insn program[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 0},
                               {.code = BPF_JMP | BPF_EXIT}};
  union bpf_attr attributes = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
                               .insns = (uint64_t)(uintptr_t)program,
                               .insn_cnt = 2,
                               .license = (uint64_t)(uintptr_t) "GPL"};
  held = must((int)syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes), "bpf");
}
static void user_faults(void) {
  struct uffdio_api api = {.api = UFFD_API};
  held = must((int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY), "userfaultfd");
  must(ioctl(held, UFFDIO_API, &api), "UFFDIO_API");
}
static void events(void) {
  struct epoll_event event = {.events = EPOLLIN};
  struct itimerspec every_hour = {{3600, 0}, {3600, 0}};
  sigset_t none;
  sigemptyset(&none);
  held = must(eventfd(0, 0), "eventfd");
  other = must(epoll_create1(0), "epoll_create");
  must(epoll_ctl(other, EPOLL_CTL_ADD, held, &event), "epoll_ctl");
  must(timerfd_settime(must(timerfd_create(CLOCK_MONOTONIC, 0), "timerfd"), 0, &every_hour, NULL), "timerfd");
  must((int)syscall(SYS_signalfd4, -1, &none, 8, 0), "signalfd");
}
static int events_work(void) {
  uint64_t one = 1;
  struct epoll_event event;
  return write(held, &one, 8) == 8 && epoll_wait(other, &event, 1, 0) == 1 && read(held, &one, 8) == 8;
}
static void process_descriptor(void) {
  session();
  held = must((int)syscall(SYS_pidfd_open, child, 0), "pidfd_open");
}
static void memory_file(void) {
  held = must(memfd_create("held", 0), "memfd_create");
  must(ftruncate(held, page_bytes), "ftruncate");
  mapped = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, held, 0);
  if (mapped == MAP_FAILED) fail("mmap");
  strcpy(mapped, "ok");
}
static void namespace_file(void) { held = must(open("/proc/self/ns/net", O_RDONLY), "ns/net"); }

/* Watches */

static void watch(const char *path) {
  close(must(open(path, O_CREAT | O_WRONLY, 0644), path));
  held = must(inotify_init1(IN_NONBLOCK), "inotify_init");
  must(inotify_add_watch(held, path, IN_MODIFY | IN_ATTRIB), path);
}
static int watch_tells(const char *path) {
  char told[4096];
  int file = open(path, O_WRONLY | O_APPEND);
  int works = file >= 0 && write(file, "x", 1) == 1 && read(held, told, sizeof told) > 0;
  close(file);
  return works;
}
static void inotify(void) { watch("/var/watched"); }
static int inotify_works(void) { return watch_tells("/var/watched"); }
static void inotify_hinted(void) { watch("/etc/watched"); }
static int inotify_hinted_works(void) { return watch_tells("/etc/watched"); }
static void inotify_volume(void) { watch("/data/watched"); }
static int inotify_volume_works(void) { return watch_tells("/data/watched"); }
static void inotify_unlinked(void) {
  /* A second name keeps the file, and with it the watch. */
  watch("/data/unlinked");
  other = must(open("/data/unlinked", O_RDONLY), "open");
  unlink("/data/unlinked");
}
static void inotify_unlinked_layer(void) {
  watch("/var/unlinked-watch");
  other = must(open("/var/unlinked-watch", O_RDONLY), "open");
  unlink("/var/unlinked-watch");
}
static void fanotify(void) {
  held = must(fanotify_init(FAN_CLASS_NOTIF | FAN_NONBLOCK, O_RDONLY), "fanotify_init");
  must(fanotify_mark(held, FAN_MARK_ADD | FAN_MARK_MOUNT, FAN_OPEN, AT_FDCWD, "/data"), "fanotify_mark");
}

/* Deleted files */

static void deleted(const char *path, size_t bytes) {
  static char block[65536];
  memset(block, 'o', sizeof block);
  held = must(open(path, O_CREAT | O_RDWR | O_TRUNC, 0600), path);
  for (size_t done = 0; done < bytes; done += sizeof block) must((int)write(held, block, sizeof block), path);
  unlink(path);
}
static int deleted_is_whole(void) {
  char first = 0;
  return pread(held, &first, 1, 0) == 1 && first == 'o';
}
static void deleted_small(void) { deleted("/var/small", 65536); }
static void deleted_large(void) { deleted("/var/large", 3 << 20); }
static void deleted_large_tmpfs(void) { deleted("/dev/shm/large", 3 << 20); }
static void deleted_mapped(void) {
  deleted("/dev/shm/mapped", 3 << 20);
  mapped = mmap(NULL, 3 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, held, 0);
  if (mapped == MAP_FAILED) fail("mmap");
  close(held);
  strcpy(mapped, "ok");
}
static void renamed_link(void) {
  held = must(open("/data/one", O_CREAT | O_RDWR | O_TRUNC, 0600), "/data/one");
  must((int)write(held, "o", 1), "write");
  must(link("/data/one", "/data/two"), "link");
  unlink("/data/one");
}
static void deleted_folder(void) {
  mkdir("/var/gone", 0755);
  must(chdir("/var/gone"), "chdir");
  rmdir("/var/gone");
}

/* System V, POSIX */

static void sysv_memory(void) {
  int segment = must(shmget(0x5ec0, page_bytes, IPC_CREAT | 0600), "shmget");
  mapped = shmat(segment, NULL, 0);
  strcpy(mapped, "ok");
}
static void sysv_memory_removed(void) {
  int segment = must(shmget(IPC_PRIVATE, page_bytes, IPC_CREAT | 0600), "shmget");
  mapped = shmat(segment, NULL, 0);
  strcpy(mapped, "ok");
  shmctl(segment, IPC_RMID, NULL);
}
static int semaphores;
static void sysv_semaphore(void) {
  semaphores = must(semget(0x5ec1, 1, IPC_CREAT | 0600), "semget");
  must(semctl(semaphores, 0, SETVAL, 7), "semctl");
}
static int sysv_semaphore_works(void) { return semctl(semaphores, 0, GETVAL) == 7; }
static int queue;
struct word {
  long type;
  char text[8];
};
static void sysv_queue(void) {
  struct word word = {1, "ok"};
  queue = must(msgget(0x5ec2, IPC_CREAT | 0600), "msgget");
  must(msgsnd(queue, &word, sizeof word.text, 0), "msgsnd");
}
static int sysv_queue_works(void) {
  struct word word;
  return msgrcv(queue, &word, sizeof word.text, 0, IPC_NOWAIT) > 0 && !strcmp(word.text, "ok") &&
         msgsnd(queue, &word, sizeof word.text, 0) == 0;
}
static void posix_memory(void) {
  held = must(open("/dev/shm/held", O_CREAT | O_RDWR, 0600), "/dev/shm/held");
  must(ftruncate(held, page_bytes), "ftruncate");
  mapped = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, held, 0);
  if (mapped == MAP_FAILED) fail("mmap");
  strcpy(mapped, "ok");
}
static void posix_queue(void) {
  struct mq_attr attributes = {.mq_maxmsg = 4, .mq_msgsize = 8};
  held = must(mq_open("/held", O_CREAT | O_RDWR | O_NONBLOCK, 0600, &attributes), "mq_open");
  must(mq_send(held, "ok", 3, 0), "mq_send");
}
static int posix_queue_works(void) {
  char word[8];
  return mq_receive(held, word, sizeof word, NULL) == 3 && mq_send(held, "ok", 3, 0) == 0;
}

/* Users, namespaces, mounts */

static void user(void) {
  if ((child = fork()) == 0) {
    must(setgid(1000), "setgid");
    must(setuid(1000), "setuid");
    wait_for_ever();
  }
}
static void apart(int namespaces) {
  int ends[2];
  char ready = 'n';
  must(pipe(ends), "pipe");
  if ((child = fork()) == 0) {
    if (unshare(namespaces) == 0) {
      if (namespaces & (CLONE_NEWPID | CLONE_NEWTIME)) {
        if (fork() == 0) {
          if (write(ends[1], "y", 1) < 0) _exit(1);
          wait_for_ever();
        }
      } else if (write(ends[1], "y", 1) < 0) {
        _exit(1);
      }
      wait_for_ever();
    }
    int why = errno;
    if (write(ends[1], "n", 1) < 0) _exit(1);
    errno = why;
    fail("unshare");
  }
  if (read(ends[0], &ready, 1) != 1 || ready != 'y') exit(absent);
  close(ends[0]);
  close(ends[1]);
}
static void user_namespace(void) { apart(CLONE_NEWUSER); }
static void pid_namespace(void) { apart(CLONE_NEWPID); }
static void ipc_namespace(void) { apart(CLONE_NEWIPC); }
static void uts_namespace(void) { apart(CLONE_NEWUTS); }
static void mount_namespace(void) { apart(CLONE_NEWNS); }
static void net_namespace(void) { apart(CLONE_NEWNET); }
static void cgroup_namespace(void) { apart(CLONE_NEWCGROUP); }
static void time_namespace(void) { apart(CLONE_NEWTIME); }

static void mounted(const char *type, const char *data) {
  char path[64];
  snprintf(path, sizeof path, "/var/mounted-%s", type);
  mkdir(path, 0755);
  must(mount(type, path, type, 0, data), type);
}
static void mount_tmpfs(void) {
  mounted("tmpfs", NULL);
  held = must(open("/var/mounted-tmpfs/file", O_CREAT | O_RDWR, 0600), "file");
  must((int)write(held, "o", 1), "write");
}
static void mount_bind(void) {
  mkdir("/var/bound", 0755);
  must(mount("/data", "/var/bound", NULL, MS_BIND, NULL), "mount");
}
static void mount_overlay(void) {
  mkdir("/dev/shm/upper", 0755);
  mkdir("/dev/shm/work", 0755);
  mounted("overlay", "lowerdir=/etc,upperdir=/dev/shm/upper,workdir=/dev/shm/work");
}
static void mount_proc(void) { mounted("proc", NULL); }
static void mount_ramfs(void) { mounted("ramfs", NULL); }

static void idle(void) {}
static int always(void) { return 1; }

static const struct kind {
  const char *name;
  void (*take)(void);
  int (*works)(void);
} kinds[] = {
    {"idle", idle, always},
    {"unix-pair", unix_pair, pair_carries},
    {"unix-relative", unix_relative, unix_relative_works},
    {"unix-unlinked", unix_unlinked, pair_carries},
    {"unix-outside", unix_outside, is_heard},
    {"unix-outside-dgram", unix_outside_dgram, is_heard},
    {"netlink", netlink, link_is_listed},
    {"netlink-uevent", netlink_uevent, drains},
    {"netlink-unread", netlink_unread, still_there},
    {"netlink-group-33", netlink_group_33, link_is_listed},
    {"packet", packet, still_there},
    {"packet-of-device", packet_of_device, still_there},
    {"bound-to-device", bound_to_device, still_there},
    {"multicast", multicast, multicast_is_heard},
    {"raw", raw, still_there},
    {"raw6", raw6, still_there},
    {"raw-any", raw_any, still_there},
    {"ping", ping, still_there},
    {"udplite", udplite, still_there},
    {"vsock", vsock, still_there},
    {"crypto", crypto, still_there},
    {"can", can, still_there},
    {"mptcp", mptcp, still_there},
    {"sctp", sctp, still_there},
    {"tcp-unaccepted", tcp_unaccepted, still_there},
    {"tcp-unbound", tcp_unbound, still_there},
    {"terminal", terminal, pair_carries},
    {"session", session, child_lives},
    {"orphan", orphan, child_lives},
    {"stopped", stopped, child_lives},
    {"zombie", zombie, child_lives},
    {"traced", traced, child_lives},
    {"kernel-log", kernel_log, still_there},
    {"fuse", fuse, still_there},
    {"tun", tun, still_there},
    {"tun-attached", tun_attached, still_there},
    {"null-device", null_device, still_there},
    {"zero-mapped", zero_mapped, mapped_is_whole},
    {"io-uring", io_uring, still_there},
    {"perf", perf, still_there},
    {"bpf-map", bpf_map, still_there},
    {"bpf-program", bpf_program, still_there},
    {"user-faults", user_faults, still_there},
    {"events", events, events_work},
    {"process-descriptor", process_descriptor, child_lives},
    {"memory-file", memory_file, mapped_is_whole},
    {"namespace-file", namespace_file, still_there},
    {"inotify", inotify, inotify_works},
    {"inotify-hinted", inotify_hinted, inotify_hinted_works},
    {"inotify-volume", inotify_volume, inotify_volume_works},
    {"inotify-unlinked", inotify_unlinked, still_there},
    {"inotify-unlinked-layer", inotify_unlinked_layer, still_there},
    {"fanotify", fanotify, still_there},
    {"deleted-small", deleted_small, deleted_is_whole},
    {"deleted-large", deleted_large, deleted_is_whole},
    {"deleted-large-tmpfs", deleted_large_tmpfs, deleted_is_whole},
    {"deleted-mapped", deleted_mapped, mapped_is_whole},
    {"renamed-link", renamed_link, still_there},
    {"deleted-folder", deleted_folder, always},
    {"sysv-memory", sysv_memory, mapped_is_whole},
    {"sysv-memory-removed", sysv_memory_removed, mapped_is_whole},
    {"sysv-semaphore", sysv_semaphore, sysv_semaphore_works},
    {"sysv-queue", sysv_queue, sysv_queue_works},
    {"posix-memory", posix_memory, mapped_is_whole},
    {"posix-queue", posix_queue, posix_queue_works},
    {"user", user, child_lives},
    {"user-namespace", user_namespace, child_lives},
    {"pid-namespace", pid_namespace, child_lives},
    {"ipc-namespace", ipc_namespace, child_lives},
    {"uts-namespace", uts_namespace, child_lives},
    {"mount-namespace", mount_namespace, child_lives},
    {"net-namespace", net_namespace, child_lives},
    {"cgroup-namespace", cgroup_namespace, child_lives},
    {"time-namespace", time_namespace, child_lives},
    {"mount-tmpfs", mount_tmpfs, still_there},
    {"mount-bind", mount_bind, always},
    {"mount-overlay", mount_overlay, always},
    {"mount-proc", mount_proc, always},
    {"mount-ramfs", mount_ramfs, always},
};

static void serve(const char *path) {
  char datagrams[108];
  snprintf(datagrams, sizeof datagrams, "%s.dgram", path);
  int listener = bind_to(SOCK_STREAM, path), dgram = bind_to(SOCK_DGRAM, datagrams);
  puts("holds serve");
  fflush(stdout);
  for (;;) {
    char word[64];
    struct pollfd waiting[] = {{.fd = listener, .events = POLLIN}, {.fd = dgram, .events = POLLIN}};
    if (poll(waiting, 2, -1) < 1) continue;
    if (waiting[0].revents) must(accept(listener, NULL, NULL), "accept");
    if (waiting[1].revents && read(dgram, word, sizeof word) < 0) fail("read");
  }
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fputs("usage: hold KIND [FILE] | hold serve PATH\n", stderr);
    return 2;
  }
  if (!strcmp(argv[1], "serve")) serve(argc > 2 ? argv[2] : "/outside/socket");
  const struct kind *kind = kinds, *end = kinds + sizeof kinds / sizeof *kinds;
  while (kind < end && strcmp(kind->name, argv[1])) kind++;
  if (kind == end) {
    fprintf(stderr, "hold: no such kind: %s\n", argv[1]);
    return 2;
  }
  kind->take();
  printf("holds %s\n", kind->name);
  fflush(stdout);
  for (long times = 0;;) {
    if (kind->works() && argc > 2) {
      char text[24];
      int length = snprintf(text, sizeof text, "%ld\n", ++times);
      int file = must(open(argv[2], O_CREAT | O_WRONLY | O_CLOEXEC, 0644), argv[2]);
      if (pwrite(file, text, (size_t)length, 0) < 0) fail(argv[2]);
      close(file);
    }
    nanosleep(&(struct timespec){0, 100000000}, NULL);
  }
}
