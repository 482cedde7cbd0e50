// SPDX-License-Identifier: Apache-2.0
// A PLC: a Modbus/TCP server over a small process that is simulated in real time.
//
//   plc ADDRESS boiler|cooler SEED
//
// Map, zero-based: coils 0-15, discrete inputs 0-15, input registers 0-119,
//   holding 0-19    status           holding 20-59    trend, one value every 10 s, newest first
//   holding 100-109 set points       holding 110-113  recipe
//   input 100-109   measurements     input 110-119    totals and constants
#define _GNU_SOURCE
#include "common.h"

#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

enum { COILS = 16, HOLDING = 200, INPUTS = 120, TREND = 20, TREND_LENGTH = 40, MEASURED = 100 };
static const double STEP = 0.2;

struct process {
    double ambient, full_effect, time_constant;  // degC, degC at full output, s
    double temperature, jacket, integral, output, flow, energy, age;
    double next_trend;
};

static struct process new_process(const char *kind) {
    struct process boiler = {.ambient = 18, .full_effect = 90, .time_constant = 240, .temperature = 60};
    struct process cooler = {.ambient = 20, .full_effect = -25, .time_constant = 400, .temperature = 14};
    struct process p = strcmp(kind, "boiler") == 0 ? boiler : cooler;
    p.jacket = p.temperature;
    return p;
}

static double clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

static void advance(struct process *p, const modbus_mapping_t *map) {
    double sign = p->full_effect > 0 ? 1 : -1;
    double error = sign * (map->tab_registers[TENTH_C_SETPOINT] / 10.0 - p->temperature);
    double limit = clamp(map->tab_registers[OUTPUT_LIMIT] / 1000.0, 0, 1);
    p->integral = clamp(p->integral + error * STEP / 300, 0, 1);
    p->output = clamp(0.25 * error + p->integral, 0, limit);

    double speed = map->tab_registers[SPEED_SETPOINT] / 10.0;
    double wanted_flow = map->tab_bits[MAIN_PUMP] ? speed : 0.1 * speed;
    p->flow += (wanted_flow - p->flow) * STEP / 4;

    // Without circulation the jacket still works, only less; the rinse valve lets cold water in.
    double grip = map->tab_bits[MAIN_PUMP] ? 1 : 0.85;
    double rinse = map->tab_bits[RINSE_VALVE] ? -4 : 0;
    double load = 0.09 * p->full_effect * sin(p->age / 25);  // what is pumped through comes and goes
    double rest = p->ambient + p->full_effect * p->output * grip + load + rinse;
    p->temperature += (rest - p->temperature) * STEP / p->time_constant + normal(0.002);
    p->jacket += (p->temperature + p->full_effect * p->output * 0.2 - p->jacket) * STEP / 30;
    p->energy += p->output * STEP;
    p->age += STEP;
}

static uint16_t word(double x) { return (uint16_t)clamp(x, 0, 65535); }

static void put_long(uint16_t *at, double x) {
    uint32_t whole = (uint32_t)x;
    at[0] = (uint16_t)(whole >> 16);
    at[1] = (uint16_t)whole;
}

// Big endian, high word first. Not by modbus_set_float_abcd(): the one of libmodbus 3.1.6 reverses the bytes.
static void put_float(uint16_t *at, double x) {
    float narrow = (float)x;
    uint32_t bits;
    memcpy(&bits, &narrow, sizeof bits);
    at[0] = (uint16_t)(bits >> 16);
    at[1] = (uint16_t)bits;
}

static void publish(struct process *p, modbus_mapping_t *map) {
    uint16_t *h = map->tab_registers, *in = map->tab_input_registers + MEASURED;
    double seen = p->temperature + normal(0.03);
    double flow = clamp(p->flow + normal(0.15), 0, 200);
    double pressure = 1013 + 6 * flow + normal(2);
    double level = 720 + 15 * sin(p->age / 90) + normal(0.7);
    double current = 40 + 9 * flow + normal(1.5);

    h[0] = 2;  // automatic
    h[1] = (uint16_t)(1 + (unsigned)(p->age / 75) % RECIPE_STEPS);  // so short that minutes show them all
    h[2] = word(seen * 10);
    h[3] = h[TENTH_C_SETPOINT];
    h[4] = word(p->output * 1000);
    h[5] = h[SPEED_SETPOINT];
    h[6] = word(flow * 10);
    h[7] = word(pressure);
    h[8] = word(level);
    h[9] = word(current);
    h[11] = (uint16_t)p->age;  // heartbeat, wraps
    put_long(h + 12, p->age);
    if (p->age >= p->next_trend) {
        memmove(h + TREND + 1, h + TREND, (TREND_LENGTH - 1) * sizeof *h);
        h[TREND] = h[2];
        p->next_trend = p->age + 10;
    }

    put_float(in, seen);
    put_float(in + 2, p->jacket + normal(0.05));
    in[4] = h[6];
    in[5] = h[7];
    in[6] = h[9];
    in[7] = h[8];
    put_long(in + 8, p->energy);
    put_float(in + 10, p->output);
    put_long(in + 12, p->age / 3600);

    map->tab_input_bits[0] = map->tab_bits[MAIN_PUMP];
    map->tab_input_bits[1] = map->tab_bits[TRANSFER_PUMP];
}

static void configure(modbus_mapping_t *map, const char *kind) {
    int boiler = strcmp(kind, "boiler") == 0;
    static const uint16_t boiler_recipe[RECIPE_STEPS] = {520, 630, 720, 780};
    static const uint16_t cooler_recipe[RECIPE_STEPS] = {200, 180, 120, 40};
    uint16_t *h = map->tab_registers;
    h[14] = 3;                   // firmware, major
    h[15] = boiler ? 112 : 109;  // firmware, build
    h[TENTH_C_SETPOINT] = boiler ? 660 : 110;
    h[101] = 15;
    h[SPEED_SETPOINT] = 400;
    h[103] = 50;
    h[104] = 120;
    h[OUTPUT_LIMIT] = 950;
    memcpy(h + RECIPE, boiler ? boiler_recipe : cooler_recipe, sizeof boiler_recipe);
    for (int i = 14; i < 20; ++i) map->tab_input_registers[MEASURED + i] = (uint16_t)(1000 + 7 * i);
    map->tab_bits[MAIN_PUMP] = 1;
}

// One request of one client; false when the client is gone.
static int serve(modbus_t *bus, int client, modbus_mapping_t *map) {
    uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
    modbus_set_socket(bus, client);
    int length = modbus_receive(bus, request);
    if (length < 0) return 0;
    pause_for(between(0.002, 0.009));  // a PLC answers at the end of its scan cycle
    if (length > 0) modbus_reply(bus, request, length, map);
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 4) return fprintf(stderr, "usage: plc ADDRESS boiler|cooler SEED\n"), 2;
    srand48(atol(argv[3]));
    signal(SIGPIPE, SIG_IGN);

    modbus_t *bus = modbus_new_tcp(argv[1], MODBUS_PORT);
    modbus_mapping_t *map = modbus_mapping_new(COILS, COILS, HOLDING, INPUTS);
    int listener = bus == NULL || map == NULL ? -1 : modbus_tcp_listen(bus, 8);
    if (listener < 0) return perror("plc"), 1;
    // After a function it does not know, libmodbus waits this long for the rest of the request.
    modbus_set_response_timeout(bus, 0, 20000);

    configure(map, argv[2]);
    struct process process = new_process(argv[2]);
    // Half an hour at least, to settle; more with a higher seed, so that later captures show a later hour.
    double warm_up = 1800 + 40 * (atof(argv[3]) - 100);
    while (process.age < warm_up) advance(&process, map), publish(&process, map);
    puts("listening");
    fflush(stdout);

    fd_set open;
    FD_ZERO(&open);
    FD_SET(listener, &open);
    int highest = listener;
    double next_step = monotonic();
    for (;;) {
        for (; monotonic() >= next_step; next_step += STEP) {
            advance(&process, map);
            publish(&process, map);
        }
        fd_set ready = open;
        struct timeval wait = {0, 50000};
        if (select(highest + 1, &ready, NULL, NULL, &wait) < 0) return perror("plc"), 1;
        for (int fd = 0; fd <= highest; ++fd) {
            if (!FD_ISSET(fd, &ready)) continue;
            if (fd == listener) {
                int client = modbus_tcp_accept(bus, &listener);
                if (client < 0) continue;
                if (client >= FD_SETSIZE) {
                    close(client);
                    continue;
                }
                FD_SET(client, &open);
                if (client > highest) highest = client;
            } else if (!serve(bus, fd, map)) {
                close(fd);
                FD_CLR(fd, &open);
            }
        }
    }
}
