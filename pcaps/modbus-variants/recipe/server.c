// SPDX-License-Identifier: Apache-2.0
// A Modbus server of libmodbus: over RTU on a serial line (here a pseudo-terminal), or over TCP.
//
//   server rtu DEVICE UNIT | server tcp ADDRESS PORT
//
// Coils and discrete inputs 0-31, input and holding registers 0-99.
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BITS = 32, REGISTERS = 100 };

int main(int argc, char **argv) {
    if (argc != 4) return fprintf(stderr, "usage: server rtu DEVICE UNIT | server tcp ADDRESS PORT\n"), 2;
    int rtu = strcmp(argv[1], "rtu") == 0;
    modbus_t *bus = rtu ? modbus_new_rtu(argv[2], 115200, 'N', 8, 1) : modbus_new_tcp(argv[2], atoi(argv[3]));
    modbus_mapping_t *map = modbus_mapping_new(BITS, BITS, REGISTERS, REGISTERS);
    if (bus == NULL || map == NULL) return perror("server"), 1;
    for (int i = 0; i < REGISTERS; ++i) map->tab_registers[i] = (uint16_t)(1000 + i);
    for (int i = 0; i < REGISTERS; ++i) map->tab_input_registers[i] = (uint16_t)(2000 + i);
    for (int i = 0; i < BITS; ++i) map->tab_input_bits[i] = i % 3 == 0;
    if (rtu) modbus_set_slave(bus, atoi(argv[3]));

    int listener = rtu ? -1 : modbus_tcp_listen(bus, 1);
    if (rtu ? modbus_connect(bus) < 0 : listener < 0) return fprintf(stderr, "server: %s\n", modbus_strerror(errno)), 1;
    printf("serving\n");
    fflush(stdout);
    uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
    for (;;) {
        if (!rtu && modbus_tcp_accept(bus, &listener) < 0) return 1;
        for (;;) {
            int length = modbus_receive(bus, request);
            if (length > 0) modbus_reply(bus, request, length, map);
            if (length < 0 && !rtu) break;
        }
    }
}
