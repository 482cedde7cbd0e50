# SPDX-License-Identifier: Apache-2.0
"""The published vectors of Community ID version 1, seed 0 (https://github.com/corelight/community-id-spec): those of
baseline/baseline_deflt.json and of the first table of baseline/README.md.

One line is one packet: source, target, then ports (of TCP, UDP, SCTP) or type and code (of ICMP), then the id.
"""
A4, B4 = "1.2.3.4", "5.6.7.8"
A6, B6 = "fe80:1:203:405:607:809:a0b:c0d", "fe80:1011:1213:1415:1617:1819:1a1b:1c1d"

VECTORS = {
    "tcp": (6, [
        ("128.232.110.120", "66.35.250.204", 34855, 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
        ("66.35.250.204", "128.232.110.120", 80, 34855, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
        ("2001:470:e5bf:dead:4957:2174:e82c:4887", "2607:f8b0:400c:c03::1a", 63943, 25, "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="),
        ("2607:f8b0:400c:c03::1a", "2001:470:e5bf:dead:4957:2174:e82c:4887", 25, 63943, "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="),
        (A4, B4, 1122, 3344, "1:wCb3OG7yAFWelaUydu0D+125CLM="),
        (B4, A4, 3344, 1122, "1:wCb3OG7yAFWelaUydu0D+125CLM="),
    ]),
    "udp": (17, [
        ("192.168.1.52", "8.8.8.8", 54585, 53, "1:d/FP5EW3wiY1vCndhwleRRKHowQ="),
        ("8.8.8.8", "192.168.1.52", 53, 54585, "1:d/FP5EW3wiY1vCndhwleRRKHowQ="),
        (A4, B4, 1122, 3344, "1:0Mu9InQx6z4ZiCZM/7HXi2WMhOg="),
        (B4, A4, 3344, 1122, "1:0Mu9InQx6z4ZiCZM/7HXi2WMhOg="),
    ]),
    "sctp": (132, [
        ("192.168.170.8", "192.168.170.56", 7, 7, "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs="),
        ("192.168.170.56", "192.168.170.8", 7, 7, "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs="),
        (A4, B4, 1122, 3344, "1:EKt4MsxuyaE6mL+hmrEkQ9csDD8="),
        (B4, A4, 3344, 1122, "1:EKt4MsxuyaE6mL+hmrEkQ9csDD8="),
    ]),
    "icmp": (1, [
        ("192.168.0.89", "192.168.0.1", 8, 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="),
        ("192.168.0.1", "192.168.0.89", 0, 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="),
        ("10.0.0.1", "10.0.0.2", 11, 0, "1:YHxtAirCG//0OzkcVAukqKQN9xM="),
        (A4, B4, 8, 0, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0="),
        (B4, A4, 0, 0, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0="),
        (A4, B4, 11, 0, "1:f/YiSyWqczrTgfUCZlBUnvHRcPk="),
    ]),
    "icmp6": (58, [
        ("fe80::200:86ff:fe05:80da", "fe80::260:97ff:fe07:69ea", 135, 0, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="),
        ("fe80::260:97ff:fe07:69ea", "fe80::200:86ff:fe05:80da", 136, 0, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="),
        ("fe80::260:97ff:fe07:69ea", "fe80::200:86ff:fe05:80da", 135, 0, "1:zavyT/cezQr1fmImYCwYnMXbgck="),
        ("fe80::200:86ff:fe05:80da", "fe80::260:97ff:fe07:69ea", 136, 0, "1:zavyT/cezQr1fmImYCwYnMXbgck="),
        ("3ffe:501:1800:2345::2", "3ffe:507:0:1:200:86ff:fe05:80da", 3, 0, "1:2ObVBgIn28oZvibYZhZMBgh7WdQ="),
        ("3ffe:501:410:0:2c0:dfff:fe47:33e", "3ffe:507:0:1:200:86ff:fe05:80da", 1, 4, "1:hLZd0XGWojozrvxqE0dWB1iM6R0="),
        ("3ffe:507:0:1:200:86ff:fe05:80da", "3ffe:501:0:1001::2", 128, 0, "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="),
        ("3ffe:501:0:1001::2", "3ffe:507:0:1:200:86ff:fe05:80da", 129, 0, "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="),
        ("fe80::200:86ff:fe05:80da", "ff02::2", 133, 0, "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0="),
        ("fe80::260:97ff:fe07:69ea", "ff02::1", 134, 0, "1:pkvHqCL88/tg1k4cPigmZXUtL00="),
        (A6, B6, 128, 0, "1:0bf7hyMJUwt3fMED7z8LIfRpBeo="),
        (B6, A6, 129, 0, "1:0bf7hyMJUwt3fMED7z8LIfRpBeo="),
        (A6, B6, 146, 0, "1:fYC8+pz24E+EhANP1EZhpX0Dw10="),
    ]),
    "rsvp": (46, [
        ("10.1.12.1", "10.1.12.2", None, None, "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw="),
        ("10.1.12.2", "10.1.12.1", None, None, "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw="),
        (A4, B4, None, None, "1:ikv3kmf89luf73WPz1jOs49S768="),
        (B4, A4, None, None, "1:ikv3kmf89luf73WPz1jOs49S768="),
        (A6, B6, None, None, "1:wQ/2mwrnXP4lmJcHdGL5ePjR+e0="),
        (B6, A6, None, None, "1:wQ/2mwrnXP4lmJcHdGL5ePjR+e0="),
    ]),
}
