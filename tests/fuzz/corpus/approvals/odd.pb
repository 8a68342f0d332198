META
key;value
VOTE_TYPE;scoring
description;
budget;007.50
unit; x 

projects;
name;cost;project_id;category
"a ""b"";";0.25; 1 ;
;12;two words;z
;;
VOTES;
voter_id;vote
1;"1 , two words"
2
3; two words,,
