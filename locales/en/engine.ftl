kept-moving = Other commands kept changing this school's data; try again
rules-file = { $file } cannot be read
rules-check = every mistake with its place:
command-id-empty = --command-id is empty

init-done = A home is made: { $dir } (school “{ $school }”)
init-next = Next, import the roadmap:
init-exists = The folder { $dir } holds a home already
init-bad-zone = No time zone “{ $zone }”; write Europe/Moscow or Asia/Krasnoyarsk, for example
