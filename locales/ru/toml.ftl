# Что не так в файле TOML: настройки, календари, формы, анкеты.

toml-missing-key = нет обязательного ключа «{ $key }»
toml-unknown-key = неизвестный ключ «{ $name }»; есть { $known }
toml-unknown-value = неизвестное значение «{ $name }»; есть { $known }
toml-wrong-value = здесь { $found }, а нужно: { $expected }
toml-type = { $type ->
    [string] текст
    [integer] число
    [natural] целое число не меньше 0
    [float] дробное число
    [boolean] true/false
    [datetime] дата
    [array] список в квадратных скобках
   *[table] раздел
}
form-twice = «{ $name }» описано дважды
form-no-record = нет записи «{ $name }»; есть { $known }
form-ages = ages = [{ $from }, { $to }]: первый возраст не должен быть больше второго
form-confidence = confidence = «{ $text }»: напишите K, H, M или L
