// SPDX-License-Identifier: Apache-2.0
// Turns off what a virtual interface leaves to hardware it hasn't got. Otherwise a capture shows checksums
// nobody filled in and segments no wire would carry.
//
//   txoff INTERFACE
#define _GNU_SOURCE
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
    static const unsigned offloads[] = {ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO, ETHTOOL_STXCSUM};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (argc != 2 || fd < 0) return fprintf(stderr, "usage: txoff INTERFACE\n"), 2;
    for (size_t i = 0; i < sizeof offloads / sizeof *offloads; ++i) {
        struct ethtool_value off = {.cmd = offloads[i], .data = 0};
        struct ifreq request = {.ifr_data = (void *)&off};
        strncpy(request.ifr_name, argv[1], IFNAMSIZ - 1);
        if (ioctl(fd, SIOCETHTOOL, &request) < 0) return perror(argv[1]), 1;
    }
    return 0;
}
