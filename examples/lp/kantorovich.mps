* L. V. Kantorovich, Mathematical Methods of Organizing and Planning Production (1939), first worked example:
* an article needs one part 1 and one part 2; how to split the time of each kind of machine so that the number of complete articles
* a day is greatest. Columns: machines at work on a part, of 3 milling machines, 3 turret lathes and 1 automatic turret lathe.
NAME          KANTOROVICH1939
OBJSENSE
    MAX
ROWS
 N  SETS
 G  PART1
 G  PART2
 L  MILLING
 L  TURRET
 L  AUTOMATIC
COLUMNS
    ARTICLES  SETS                 1   PART1               -1
    ARTICLES  PART2               -1
    MILL-1    PART1               10   MILLING              1
    MILL-2    PART2               20   MILLING              1
    TURRET-1  PART1               20   TURRET               1
    TURRET-2  PART2               30   TURRET               1
    AUTO-1    PART1               30   AUTOMATIC            1
    AUTO-2    PART2               80   AUTOMATIC            1
RHS
    RHS       MILLING              3   TURRET               3
    RHS       AUTOMATIC            1
ENDATA
