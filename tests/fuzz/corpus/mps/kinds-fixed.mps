NAME KINDS
ROWS
 N  COST
 E  EQUAL
 G  LEAST
 L  MOST
 L  MRANGE
 G  LRANGE
 E  DRANGE
 E  URANGE
 N  OTHER
COLUMNS
    UP        COST                -1   OTHER                7
    LO        COST                 1
    FX        COST                 1
    FR        COST                 1   EQUAL                1
    MI        COST                 1   LEAST                1
    PL        COST                -1   MOST                 1
    NEGATIVE  COST                 1
    RANGE1    COST                 1   MRANGE               1
    RANGE2    COST                -1   LRANGE               1
    RANGE3    COST                 1   DRANGE               1
    RANGE4    COST                -1   URANGE               1
    BV        COST                -1
RHS
    RHS       COST              -100   EQUAL               -5
    RHS       LEAST               -7   MOST                 6
    RHS       MRANGE              10   LRANGE               1
    RHS       DRANGE               5   URANGE               5
RANGES
    RNG       MRANGE               4   LRANGE               2
    RNG       DRANGE              -2   URANGE               2
BOUNDS
 UP BND       UP                   4
 LO BND       LO                   2
 FX BND       FX                   3
 FR BND       FR
 MI BND       MI
 PL BND       PL
 LO BND       NEGATIVE            -2
 UP BND       NEGATIVE             9
 BV BND       BV
ENDATA
