// SPDX-License-Identifier: Apache-2.0
// A Modbus client of libmodbus over RTU; tells what it asked and what it was answered, one JSON object a line.
//
//   client DEVICE UNIT HOST
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>

static modbus_t *bus;
static const char *host;
static int unit;

static void values(const uint16_t *words, const uint8_t *bits, int count) {
    printf(",\"values\":[");
    for (int i = 0; i < count; ++i) printf("%s%d", i ? "," : "", words ? words[i] : bits[i]);
    printf("]");
}

static void open_line(const char *action, int function) {
    printf("{\"host\":\"%s\",\"action\":\"%s\",\"unit\":%d,\"function\":%d", host, action, unit, function);
}

static void request(int function, int address, int quantity, const uint16_t *words, const uint8_t *bits) {
    open_line("request", function);
    printf(",\"address\":%d,\"quantity\":%d", address, quantity);
    if (words || bits) values(words, bits, quantity);
    printf("}\n");
}

// libmodbus gives the exception as an error number of its own.
static void answer(int function, int result, const uint16_t *words, const uint8_t *bits, int quantity) {
    if (result >= 0) {
        open_line("response", function);
        if (words || bits) values(words, bits, quantity);
    } else if (errno > MODBUS_ENOBASE && errno < MODBUS_ENOBASE + MODBUS_EXCEPTION_MAX) {
        open_line("exception", function);
        printf(",\"exception_code\":%d", errno - MODBUS_ENOBASE);
    } else {
        open_line("silence", function);
    }
    printf("}\n");
}

static void read_bits(int function, int address, int quantity) {
    uint8_t bits[MODBUS_MAX_READ_BITS];
    request(function, address, quantity, NULL, NULL);
    int got = function == 1 ? modbus_read_bits(bus, address, quantity, bits) : modbus_read_input_bits(bus, address, quantity, bits);
    answer(function, got, NULL, bits, quantity);
}

static void read_words(int function, int address, int quantity) {
    uint16_t words[MODBUS_MAX_READ_REGISTERS];
    request(function, address, quantity, NULL, NULL);
    int got = function == 3 ? modbus_read_registers(bus, address, quantity, words)
                            : modbus_read_input_registers(bus, address, quantity, words);
    answer(function, got, words, NULL, quantity);
}

static void write_word(int address, uint16_t word) {
    request(6, address, 1, &word, NULL);
    answer(6, modbus_write_register(bus, address, word), NULL, NULL, 0);
}

static void write_all(void) {
    const uint8_t on = 1, bits[10] = {1, 0, 1, 1, 0, 0, 1, 0, 1, 1};
    const uint16_t words[4] = {520, 630, 720, 780};
    request(5, 3, 1, NULL, &on);
    answer(5, modbus_write_bit(bus, 3, on), NULL, NULL, 0);
    write_word(10, 4242);
    request(15, 8, 10, NULL, bits);
    answer(15, modbus_write_bits(bus, 8, 10, bits), NULL, NULL, 0);
    request(16, 20, 4, words, NULL);
    answer(16, modbus_write_registers(bus, 20, 4, words), NULL, NULL, 0);
    request(16, 98, 4, words, NULL);  // beyond the end: an exception
    answer(16, modbus_write_registers(bus, 98, 4, words), NULL, NULL, 0);
}

static void rare(void) {
    open_line("request", 22);
    printf(",\"address\":10,\"and_mask\":%d,\"or_mask\":%d}\n", 0xf0f0, 0x0005);
    answer(22, modbus_mask_write_register(bus, 10, 0xf0f0, 0x0005), NULL, NULL, 0);
    const uint16_t put[2] = {7, 8};
    uint16_t got[3];
    open_line("request", 23);
    printf(",\"address\":20,\"quantity\":3,\"write_address\":30,\"write_quantity\":2");
    values(put, NULL, 2);
    printf("}\n");
    answer(23, modbus_write_and_read_registers(bus, 30, 2, put, 20, 3, got), got, NULL, 3);
    uint8_t id[64];
    open_line("request", 17);
    printf("}\n");
    answer(17, modbus_report_slave_id(bus, sizeof id, id), NULL, NULL, 0);
}

int main(int argc, char **argv) {
    if (argc != 4) return fprintf(stderr, "usage: client DEVICE UNIT HOST\n"), 2;
    bus = modbus_new_rtu(argv[1], 115200, 'N', 8, 1);
    unit = atoi(argv[2]);
    host = argv[3];
    if (bus == NULL || modbus_set_slave(bus, unit) < 0 || modbus_connect(bus) < 0) return perror("client"), 1;
    modbus_set_response_timeout(bus, 3, 0);
    read_bits(1, 0, 16);
    read_bits(2, 0, 9);
    read_words(3, 0, 10);
    read_words(4, 5, 1);
    write_all();
    read_words(3, 0, 100);
    read_words(3, 90, 20);  // beyond the end
    rare();
    modbus_set_response_timeout(bus, 0, 300000);
    modbus_set_slave(bus, unit = 9);  // nobody has this unit
    read_words(3, 0, 1);
    return 0;
}
