META
key;value
description;"a; ""b"""
vote_type;approval
budget;100.50
PROJECTS
project_id;cost;name
1;10;"a"
x;20.25;
VOTES
voter_id;age;vote
1;;1,x
2;;
3;;x
