// SPDX-License-Identifier: Apache-2.0
// The operator's panel: polls both PLCs once a second over connections it keeps, and carries out what an
// operator does now and then.
//
//   hmi SEED
#define _GNU_SOURCE
#include "common.h"

#include <signal.h>
#include <string.h>

enum { PLCS = 2, SHOWN_COILS = 16, SHOWN_HOLDING = 20, SHOWN_INPUTS = 10, FIRST_INPUT = 100 };

struct plc {
    const char *address;
    modbus_t *bus;
    uint8_t coils[SHOWN_COILS];
    int lowest, highest;  // temperatures an operator asks for, tenths of a degree
    uint16_t recipe[RECIPE_STEPS];
};

enum action { SET_TEMPERATURE, SET_SPEED, TOGGLE_MAIN, TOGGLE_TRANSFER, LOAD_RECIPE, ACTIONS };

static int poll_one(struct plc *plc) {
    uint16_t words[SHOWN_HOLDING];
    if (plc->bus == NULL && (plc->bus = connect_to(plc->address)) == NULL) return -1;
    if (modbus_read_registers(plc->bus, 0, SHOWN_HOLDING, words) < 0) return -1;
    pause_for(between(0.0005, 0.004));
    if (modbus_read_input_registers(plc->bus, FIRST_INPUT, SHOWN_INPUTS, words) < 0) return -1;
    pause_for(between(0.0005, 0.004));
    return modbus_read_bits(plc->bus, 0, SHOWN_COILS, plc->coils);
}

static int act(struct plc *plc, enum action action) {
    uint16_t recipe[RECIPE_STEPS];
    switch (action) {
    case SET_TEMPERATURE:
        return modbus_write_register(plc->bus, TENTH_C_SETPOINT, (uint16_t)between(plc->lowest, plc->highest));
    case SET_SPEED:
        return modbus_write_register(plc->bus, SPEED_SETPOINT, (uint16_t)(10 * (int)between(35, 46)));
    case TOGGLE_MAIN:
        return modbus_write_bit(plc->bus, MAIN_PUMP, !plc->coils[MAIN_PUMP]);
    case TOGGLE_TRANSFER:
        return modbus_write_bit(plc->bus, TRANSFER_PUMP, !plc->coils[TRANSFER_PUMP]);
    default:
        for (int i = 0; i < RECIPE_STEPS; ++i) recipe[i] = (uint16_t)(plc->recipe[i] + between(-5, 6));
        return modbus_write_registers(plc->bus, RECIPE, RECIPE_STEPS, recipe);
    }
}

// A shuffled deck rather than dice: every kind of action comes up before one comes twice, so that five
// minutes are enough to have seen them all.
static void shuffle(int *deck, int count) {
    for (int i = 0; i < count; ++i) deck[i] = i;
    for (int i = count - 1; i > 0; --i) {
        int j = (int)between(0, i + 1), kept = deck[i];
        deck[i] = deck[j];
        deck[j] = kept;
    }
}

int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: hmi SEED\n"), 2;
    srand48(atol(argv[1]));
    signal(SIGPIPE, SIG_IGN);

    struct plc plcs[PLCS] = {
        {.address = PLC_1, .lowest = 655, .highest = 666, .recipe = {520, 630, 720, 780}},
        {.address = PLC_2, .lowest = 105, .highest = 116, .recipe = {200, 180, 120, 40}},
    };
    int deck[PLCS * ACTIONS], drawn = PLCS * ACTIONS;
    double next_poll = monotonic(), next_action = next_poll + between(8, 15);

    for (;;) {
        for (int i = 0; i < PLCS; ++i) {
            if (poll_one(&plcs[i]) >= 0) continue;
            perror(plcs[i].address);
            if (plcs[i].bus != NULL) disconnect(plcs[i].bus);
            plcs[i].bus = NULL;
        }
        if (monotonic() >= next_action) {
            if (drawn == PLCS * ACTIONS) shuffle(deck, drawn), drawn = 0;
            int card = deck[drawn++];
            struct plc *plc = &plcs[card / ACTIONS];
            pause_for(between(0.05, 0.6));  // a hand keeps no step with the poll
            if (plc->bus != NULL && act(plc, (enum action)(card % ACTIONS)) < 0) perror(plc->address);
            next_action = monotonic() + between(20, 38);
        }
        next_poll += 1;
        pause_for(next_poll - monotonic() + fabs(normal(0.006)));
    }
}
