// SPDX-License-Identifier: Apache-2.0
// What the hosts of the recorded site have in common: addresses, clock, chance.
#ifndef COMMON_H
#define COMMON_H

#include <math.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PLC_1 "10.20.1.11"
#define PLC_2 "10.20.1.12"
#define HMI "10.20.1.21"
#define HISTORIAN "10.20.1.31"
#define MODBUS_PORT 502
#define UNIT 1

enum { TENTH_C_SETPOINT = 100, SPEED_SETPOINT = 102, OUTPUT_LIMIT = 105, RECIPE = 110, RECIPE_STEPS = 4 };
enum { MAIN_PUMP = 0, TRANSFER_PUMP = 1, RINSE_VALVE = 3 };

static inline double clock_seconds(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline double monotonic(void) { return clock_seconds(CLOCK_MONOTONIC); }

static inline void pause_for(double seconds) {
    if (seconds <= 0) return;
    struct timespec t = {(time_t)seconds, (long)(fmod(seconds, 1.0) * 1e9)};
    nanosleep(&t, NULL);
}

static inline double between(double low, double high) { return low + (high - low) * drand48(); }

static inline double normal(double deviation) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += drand48();
    return sum * deviation;
}

// NULL when the peer can't be reached; the caller decides whether to try again.
static inline modbus_t *connect_to(const char *address) {
    modbus_t *bus = modbus_new_tcp(address, MODBUS_PORT);
    if (bus == NULL) return NULL;
    modbus_set_slave(bus, UNIT);
    modbus_set_response_timeout(bus, 2, 0);
    if (modbus_connect(bus) == 0) return bus;
    modbus_free(bus);
    return NULL;
}

static inline void disconnect(modbus_t *bus) {
    modbus_close(bus);
    modbus_free(bus);
}

#endif
