// SPDX-License-Identifier: Apache-2.0
// The historian: reads both PLCs every five seconds, over connections it opens anew every minute.
//
//   historian SEED
#define _GNU_SOURCE
#include "common.h"

#include <signal.h>

enum { PLCS = 2, HOLDING = 60, FIRST_INPUT = 100, INPUTS = 20, ROUNDS = 12 };

static int read_one(modbus_t *bus) {
    uint16_t words[HOLDING];
    if (modbus_read_registers(bus, 0, HOLDING, words) < 0) return -1;
    pause_for(between(0.001, 0.006));
    return modbus_read_input_registers(bus, FIRST_INPUT, INPUTS, words);
}

int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: historian SEED\n"), 2;
    srand48(atol(argv[1]));
    signal(SIGPIPE, SIG_IGN);

    static const char *addresses[PLCS] = {PLC_1, PLC_2};
    modbus_t *buses[PLCS] = {NULL, NULL};
    pause_for(between(0.5, 3));
    double next = monotonic();
    for (int round = 0;; ++round) {
        for (int i = 0; i < PLCS; ++i) {
            if (round % ROUNDS == 0 && buses[i] != NULL) disconnect(buses[i]), buses[i] = NULL;
            if (buses[i] == NULL) buses[i] = connect_to(addresses[i]);
            if (buses[i] != NULL && read_one(buses[i]) >= 0) continue;
            perror(addresses[i]);
            if (buses[i] != NULL) disconnect(buses[i]), buses[i] = NULL;
        }
        next += 5;
        pause_for(next - monotonic() + fabs(normal(0.02)));
    }
}
