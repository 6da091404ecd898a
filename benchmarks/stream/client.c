/* Many WebSocket connections on one thread, which check on every receipt that nothing is missing.

   client PORT PATH CONNECTIONS PROGRESS

   An event is JSON text with `"id":<n>,"prev":<n>` and `"at":"<moment>Z"`, in a frame of its own or among
   others in one frame. `prev` must be the last event this connection has seen. PROGRESS is a file of eight
   bytes: the last event that every connection has.

   Lines on stdin:   report            what came since the last report, as JSON on one line
                     storm N BACK      N connections hang up and come back at once for the last BACK events,
                                       with `{since}` in PATH replaced by the event they have
   Lines on stdout:  one JSON object when all are connected, one for each report, one for each storm. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTING, ASKING, OPEN, GONE };
enum { AT_ONCE = 128, SOURCES = 16, ROOM = 1 << 20, MOST = 8192, KNOWN = 64, COUNTED = 1 << 16, BUCKETS = 4096 };
enum { TEXT = 1, CLOSE = 8, PING = 9 };

typedef struct {
    int fd, state, behind; /* behind: came back, and has not caught up yet */
    int64_t last, joined;  /* the last event, and the head it was told of when it came: -1 for not yet */
    char *kept;            /* of a frame that is not whole */
    size_t size;
} Connection;

typedef struct {
    int64_t id, prev, at; /* at: microseconds since 1970 */
} Event;

typedef struct { /* a frame, read once: all are sent the same bytes */
    char *bytes;
    size_t size;
    int count, broken;
    int64_t head;
    Event *events;
} Reading;

static Connection *all;
static int total, epoll, open_now, refused, next_up, pending, port, all_in;
static const char *path;
static char room[ROOM];
static Reading known[KNOWN];
static uint32_t seen[COUNTED];
static volatile int64_t *progress;
static int64_t newest, counted, began;

static struct {
    int64_t since, frames, messages, bytes, joined, lost, twice, broken, closes, code, longest;
    uint32_t latency[BUCKETS];
    int64_t timed;
} now_;

static struct {
    int clients, waiting;
    int64_t since, target, slowest;
} storm;

static int64_t micros(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* Latency: buckets one part in 64 wide. */

static int bucket(int64_t us) {
    if (us < 0) us = 0;
    if (us < 128) return (int)us;
    int shift = 63 - __builtin_clzll((uint64_t)us) - 6;
    return 64 * shift + (int)(us >> shift);
}

static double quantile(double share) {
    int64_t wanted = (int64_t)(share * (double)now_.timed), sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
        sum += now_.latency[i];
        if (sum > wanted) return (double)(i < 128 ? i : (int64_t)(i % 64 + 64) << (i / 64 - 1)) / 1000;
    }
    return (double)now_.longest / 1000;
}

/* Events in a frame. */

static int64_t number(const char *from, const char *end) {
    int64_t n = 0;
    while (from < end && *from >= '0' && *from <= '9') n = n * 10 + (*from++ - '0');
    return n;
}

static int64_t moment(const char *text, const char *end) { /* 2026-11-25T03:36:13[.123456]Z */
    if (end - text < 20) return 0;
    struct tm tm = {.tm_year = (int)number(text, text + 4) - 1900,
                    .tm_mon = (int)number(text + 5, text + 7) - 1,
                    .tm_mday = (int)number(text + 8, text + 10),
                    .tm_hour = (int)number(text + 11, text + 13),
                    .tm_min = (int)number(text + 14, text + 16),
                    .tm_sec = (int)number(text + 17, text + 19)};
    int64_t us = 0;
    if (text[19] == '.') {
        int digits = 0;
        for (const char *c = text + 20; c < end && *c >= '0' && *c <= '9' && digits < 6; c++, digits++) us = us * 10 + (*c - '0');
        for (; digits < 6; digits++) us *= 10;
    }
    return (int64_t)timegm(&tm) * 1000000 + us;
}

static const char *find(const char *from, const char *end, const char *what) {
    return from ? memmem(from, (size_t)(end - from), what, strlen(what)) : NULL;
}

static void take_in(Reading *r, const char *bytes, size_t size) {
    static Event events[MOST];
    const char *end = bytes + size, *at = bytes;
    r->bytes = realloc(r->bytes, size + 1);
    memcpy(r->bytes, bytes, size);
    r->size = size, r->count = r->broken = 0, r->head = -1;
    while (r->count < MOST && (at = find(at, end, ",\"prev\":"))) {
        const char *id = at;
        while (id > bytes && id[-1] >= '0' && id[-1] <= '9') id--;
        Event e = {number(id, at), number(at + 8, end), 0};
        const char *when = find(at, end, "\"at\":\"");
        if (when) e.at = moment(when + 6, end);
        if (r->count && e.prev != events[r->count - 1].id) r->broken++;
        events[r->count++] = e;
        at += 8;
    }
    if (!r->count && find(bytes, end, "\"welcome\"")) {
        const char *head = find(bytes, end, "\"head\":");
        if (head) r->head = number(head + 7, end);
    }
    r->events = realloc(r->events, sizeof(Event) * (size_t)(r->count + 1));
    memcpy(r->events, events, sizeof(Event) * (size_t)r->count);
}

static const Reading *reading(const char *bytes, size_t size) {
    uint64_t key = size;
    for (size_t i = 0; i + 8 <= size && i < 64; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        key = (key ^ word) * 0x9E3779B97F4A7C15u;
    }
    Reading *r = &known[key >> 58];
    if (r->size != size || memcmp(r->bytes, bytes, size)) take_in(r, bytes, size);
    return r;
}

/* What one connection has seen. */

static void everyone_has(int64_t from, int64_t to) {
    for (int64_t id = from > counted ? from : counted + 1; id <= to; id++)
        if (++seen[id & (COUNTED - 1)] >= (uint32_t)open_now) {
            seen[id & (COUNTED - 1)] = 0;
            *progress = id;
        }
}

static void caught_up(Connection *c, int64_t t) {
    c->behind = 0;
    storm.waiting--;
    if (t - storm.since > storm.slowest) storm.slowest = t - storm.since;
    if (storm.waiting) return;
    printf("{\"clients\":%d,\"seconds\":%.3f,\"refused\":%d}\n", storm.clients, (double)storm.slowest / 1e6, refused);
    fflush(stdout);
}

static void heard(Connection *c, const char *bytes, size_t size) {
    const Reading *r = reading(bytes, size);
    int64_t t = micros(CLOCK_REALTIME);
    now_.frames++;
    if (r->head >= 0) c->joined = r->head;
    if (!r->count) return;
    const Event *first = r->events, *last = r->events + r->count - 1;
    now_.messages += r->count, now_.broken += r->broken;
    if (r->count > 1) now_.joined++;
    if (c->last >= 0 && first->prev > c->last) now_.lost += first->prev - c->last;
    if (c->last >= 0 && first->id <= c->last) now_.twice++;
    for (int i = 0; i < r->count && !c->behind; i++) {
        if (r->events[i].id <= c->joined || !r->events[i].at) continue;
        int64_t took = t - r->events[i].at;
        now_.latency[bucket(took)]++, now_.timed++;
        if (took > now_.longest) now_.longest = took;
    }
    if (!storm.clients) everyone_has(c->last < 0 ? first->id : c->last + 1, last->id);
    c->last = last->id;
    if (c->last > newest) newest = c->last;
    if (c->behind && c->last >= storm.target) caught_up(c, micros(CLOCK_MONOTONIC));
}

/* Connecting, reading, hanging up. */

static void gone(Connection *c, int code) {
    if (c->state == OPEN) open_now--, now_.closes++, now_.code = code ? code : 1006;
    if (c->state == CONNECTING || c->state == ASKING) refused++, pending--;
    if (c->fd >= 0) close(c->fd);
    free(c->kept);
    c->kept = NULL, c->size = 0, c->fd = -1, c->state = GONE;
}

static void ask(Connection *c) {
    char where[1024], text[2048];
    const char *mark = strstr(path, "{since}");
    char since[24] = "now";
    if (c->last >= 0) snprintf(since, sizeof since, "%lld", (long long)c->last);
    if (mark) snprintf(where, sizeof where, "%.*s%s%s", (int)(mark - path), path, since, mark + 7);
    else snprintf(where, sizeof where, "%s", path);
    int size = snprintf(text, sizeof text,
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", where, port);
    c->state = ASKING;
    if (send(c->fd, text, (size_t)size, MSG_NOSIGNAL) != size) gone(c, 0);
}

static void dial(Connection *c, int number) {
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1u + (uint32_t)(number % SOURCES));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1;
    struct linger reset = {1, 0}; /* hang up with a reset: no port waits afterwards */
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) fail("socket");
    setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    if (bind(c->fd, (struct sockaddr *)&from, sizeof from)) fail("bind");
    c->state = CONNECTING, c->joined = -1, pending++;
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS) {
        gone(c, 0);
        return;
    }
    struct epoll_event e = {EPOLLOUT, {.ptr = c}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
}

static void connected(Connection *c) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) {
        gone(c, 0);
        return;
    }
    struct epoll_event e = {EPOLLIN, {.ptr = c}};
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &e);
    ask(c);
}

static void pong(Connection *c, const char *body, size_t size) {
    char text[6 + 125] = {(char)0x8A, (char)(0x80 | size)}; /* masked with zero */
    memcpy(text + 6, body, size);
    if (send(c->fd, text, 6 + size, MSG_NOSIGNAL) < 0) gone(c, 0);
}

/* The bytes of one frame; 0 while it is not whole. */
static size_t frame(Connection *c, const char *at, size_t left) {
    const unsigned char *b = (const unsigned char *)at;
    if (left < 2) return 0;
    size_t head = 2, size = b[1] & 127;
    if (size >= 126) {
        size_t wide = size == 126 ? 2 : 8;
        if (left < 2 + wide) return 0;
        size = 0;
        for (size_t i = 0; i < wide; i++) size = size << 8 | b[2 + i];
        head += wide;
    }
    if (head + size > ROOM / 2) fail("a frame is too large");
    if (left < head + size) return 0;
    int kind = b[0] & 15;
    if (kind == TEXT && b[0] & 128) heard(c, at + head, size);
    else if (kind == PING && size <= 125) pong(c, at + head, size);
    else if (kind == CLOSE) gone(c, size >= 2 ? b[head] << 8 | b[head + 1] : 1005);
    else if (kind != 10) now_.broken++;
    return head + size;
}

static size_t answered(Connection *c, const char *at, size_t left) {
    const char *end = find(at, at + left, "\r\n\r\n");
    if (!end) return 0;
    if (left < 12 || memcmp(at, "HTTP/1.1 101", 12)) {
        if (!refused) fprintf(stderr, "refused: %.*s\n", (int)(end - at), at);
        gone(c, 0);
        return left;
    }
    c->state = OPEN, open_now++, pending--;
    return (size_t)(end + 4 - at);
}

static void readable(Connection *c) {
    size_t have = c->size;
    if (have) memcpy(room, c->kept, have);
    ssize_t got = recv(c->fd, room + have, ROOM - have, 0);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) gone(c, 0);
        return;
    }
    now_.bytes += got;
    size_t size = have + (size_t)got, used = 0, step = 1;
    while (c->state != GONE && used < size && step) {
        step = (c->state == ASKING ? answered : frame)(c, room + used, size - used);
        used += step;
    }
    if (c->state == GONE) return;
    c->size = size - used;
    c->kept = realloc(c->kept, c->size);
    if (c->size) memcpy(c->kept, room + used, c->size);
    else c->kept = NULL; /* realloc(p, 0) has freed it */
}

/* What is asked on stdin. */

static void report(void) {
    int64_t t = micros(CLOCK_MONOTONIC);
    printf("{\"connections\":%d,\"seconds\":%.6f,\"frames\":%lld,\"joined\":%lld,\"messages\":%lld,\"bytes\":%lld,"
           "\"lost\":%lld,\"twice\":%lld,\"broken\":%lld,\"closes\":%lld,\"code\":%lld,\"head\":%lld,"
           "\"p50\":%.3f,\"p99\":%.3f,\"longest\":%.3f}\n",
           open_now, (double)(t - now_.since) / 1e6, (long long)now_.frames, (long long)now_.joined,
           (long long)now_.messages, (long long)now_.bytes, (long long)now_.lost, (long long)now_.twice,
           (long long)now_.broken, (long long)now_.closes, (long long)now_.code, (long long)newest,
           quantile(0.5), quantile(0.99), (double)now_.longest / 1000);
    fflush(stdout);
    memset(&now_, 0, sizeof now_);
    now_.since = t;
}

static void begin_storm(int clients, int back) {
    storm.clients = storm.waiting = clients < total ? clients : total;
    storm.target = newest, storm.slowest = 0;
    for (int i = 0; i < storm.clients; i++) {
        if (all[i].state == OPEN) open_now--;
        close(all[i].fd);
        free(all[i].kept);
        all[i].kept = NULL, all[i].size = 0, all[i].state = GONE;
    }
    storm.since = micros(CLOCK_MONOTONIC);
    for (int i = 0; i < storm.clients; i++) {
        all[i].behind = 1;
        all[i].last = newest > back ? newest - back : 0;
        dial(&all[i], i);
    }
}

static int told(void) {
    char line[256];
    int clients, back;
    if (!fgets(line, sizeof line, stdin)) return 0;
    if (!strncmp(line, "report", 6)) report();
    if (sscanf(line, "storm %d %d", &clients, &back) == 2) begin_storm(clients, back);
    return 1;
}

static void dial_more(void) {
    while (next_up < total && pending < AT_ONCE) dial(&all[next_up], next_up), next_up++;
    if (all_in || next_up < total || pending) return;
    all_in = 1;
    printf("{\"connections\":%d,\"refused\":%d,\"seconds\":%.3f}\n", open_now, refused,
           (double)(micros(CLOCK_MONOTONIC) - began) / 1e6);
    fflush(stdout);
}

int main(int count, char **words) {
    if (count != 5) return fputs("client PORT PATH CONNECTIONS PROGRESS\n", stderr), 2;
    port = atoi(words[1]), path = words[2], total = atoi(words[3]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if ((rlim_t)total + 16 > files.rlim_max)
        return fprintf(stderr, "%d connections need more than the %lu files the system allows\n", total, files.rlim_max), 2;
    int file = open(words[4], O_RDWR | O_CREAT, 0600);
    if (file < 0 || ftruncate(file, 8)) fail(words[4]);
    progress = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (progress == MAP_FAILED) fail("mmap");
    all = calloc((size_t)total, sizeof *all);
    for (int i = 0; i < total; i++) all[i].fd = all[i].last = -1;
    epoll = epoll_create1(0);
    struct epoll_event stdin_ = {EPOLLIN, {.ptr = NULL}}, ready[512];
    epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &stdin_);
    setvbuf(stdin, NULL, _IONBF, 0); /* what is left in a buffer would wake nobody */
    began = now_.since = micros(CLOCK_MONOTONIC);
    for (;;) {
        dial_more();
        int n = epoll_wait(epoll, ready, 512, -1);
        for (int i = 0; i < n; i++) {
            Connection *c = ready[i].data.ptr;
            if (!c && !told()) return 0;
            if (!c) break; /* connections may be others now */
            if (c->state == GONE) continue;
            if (c->state == CONNECTING) connected(c);
            else readable(c);
        }
    }
}
