kept-moving = Other commands kept changing this school's data; try again
rules-file = { $file } cannot be read
rules-check = every mistake with its place:
command-id-empty = --command-id is empty

init-done = A home is made: { $dir } (school “{ $school }”)
init-next = Next, import the roadmap:
init-exists = The folder { $dir } holds a home already
init-add-school = to add a school to it:
init-two-names = Is the school called “{ $name }” or “{ $school }”? Leave --name or --school out
init-bad-zone = No time zone “{ $zone }”; write Europe/Moscow or Asia/Krasnoyarsk, for example

publish-nothing = The working copies are what is in force: set { $set }
publish-other-set = This command id put the set { $set } in force before; the working copies are { $other } by now: give another id
publish-question = Put the set { $set } in force? What runs already stays on its version of its workflow
publish-older = { $count ->
    [one] { $count } programme or pair goes on by an older version of its workflow; to see what moving it changes:
   *[other] { $count } programmes and pairs go on by older versions of their workflows; to see what moving them changes:
}
publish-not-wanted = Nothing was published
publish-done = The set { $set } is in force
publish-pending = Edited and not published: { $files }. Check it and put it in force: vekha publish
