# What is wrong in a TOML file: settings, calendars, forms, questionnaires.

toml-missing-key = key “{ $key }” is missing
toml-unknown-key = unknown key “{ $name }”; there are { $known }
toml-unknown-value = unknown value “{ $name }”; there are { $known }
toml-wrong-value = here is { $found }, wanted is { $expected }
toml-type = { $type ->
    [string] text
    [integer] number
    [natural] a whole number not below 0
    [float] fraction
    [boolean] true/false
    [datetime] date
    [array] a list in square brackets
   *[table] a section
}
form-twice = “{ $name }” is described twice
form-no-record = there is no record “{ $name }”; there are { $known }
form-ages = ages = [{ $from }, { $to }]: the first age must not be greater than the second
form-confidence = confidence = “{ $text }”: write K, H, M or L
