impact-sample = Школа выдумана: люди, пары и числа никому не принадлежат
impact-no-bases = Подбирать некого: в базах ещё никого нет или программа не открыта. На выдуманной школе:
impact-pairs-of = Пары программы { $id }
impact-pairs = Пары
impact-anew = Так, как если бы пары подбирали сегодня заново
impact-kept = Работающих пар { $count }: они остаются; что было бы без них, покажет --anew
impact-stuck-before = До: пар не составить: { $reason }
impact-stuck-after = После: пар не составить: { $reason }
impact-score = { $pair }: с баллом { $score } считать нельзя
impact-impossible = закрепления кураторов противоречат правилам
impact-totals = Пар: { $before } → { $after }, сумма баллов: { $total-before } → { $total-after }
impact-pairs-same = Пары и баллы те же
impact-chosen-same = Выбраны те же пары с теми же баллами
impact-weights = Веса: { $weights }
impact-only-scores = Кому с кем можно быть в паре, не изменится; балл станет другим у { $rescored } из { $either } возможных пар
impact-possible = Возможные пары: станут возможны { $opened }, перестанут { $closed }; балл станет другим у { $rescored }
impact-column-what = Что
impact-column-score = Балл
impact-column-criteria = Критерии
impact-column-about = О ком
impact-column-indicator = Показатель
impact-column-before = До
impact-column-after = После
impact-added = + новая
impact-removed = − распадётся
impact-kept-pair = = та же
impact-more = … и ещё { $count }; все — с --json
impact-lose = Останутся без наставника: { $names }
impact-gain = Получат наставника: { $names }
impact-indicators = Показатели
impact-indicators-counted = Сравнено { $compared }, изменится { $changed }, из них уровень — у { $bands }
impact-indicators-broken = Сценарий не вычисляет показатели: { $failing }; действующий сценарий с этим справляется: { $count }
impact-messages = Сообщения
impact-messages-counted = За { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
} и по сегодняшним срокам: { $before } → { $after }
impact-messages-sample = По одному событию каждого вида: { $before } → { $after }
impact-hook-failed = сбоев { $count }
impact-person = № { $id }
impact-pair = пара { $id }
impact-programme = программа { $id }
impact-school = школа
impact-not-applicable = не применимо
impact-breaks = Опубликовать нельзя: правила дают ошибку на сегодняшних данных школы, а действующие — нет; что именно, сказано выше
impact-fails = Не опубликовано: правила дают ошибку на сегодняшних данных школы, как и действующие; что именно, сказано выше
impact-publish-anyway = если правка о другом, опубликуйте её так, а правила исправьте потом:
impact-failing-published = ! Правила по-прежнему дают ошибку на данных школы: исправьте их и опубликуйте снова

help-script-impact = Показывает, что изменит публикация рабочей копии: пары, баллы, показатели, сообщения; ничего не записывает
help-script-impact--anew = Так, будто пар ещё нет: что было бы предложено, если подбирать сегодня
help-script-impact--sample = Взять выдуманную школу, если в базах мало людей
help-script-impact--days = За сколько дней показать обработчикам, что произошло
impact-none = На сегодняшних данных ничего не изменится: те же пары, баллы, показатели и сообщения
impact-see = подробно:

rerun-what = «{ $text }» — не номер предложения и не то, у чего есть показатели; пишите 1, proposal:1, pair:3, mentor:5, program:1 или school
rerun-values-equal = { $subject }, показатели на { $date } (запись { $seq }) вычислены заново: { $count ->
    [one] { $count } значение совпадает
    [few] { $count } значения совпадают
   *[many] { $count } значений совпадают
} до бита
rerun-values-facts-differ = { $subject }, показатели на { $date } (запись { $seq }): факты того дня теперь складываются иначе, заново их не вычислить
rerun-values-inputs-erased = { $subject }, показатели на { $date } (запись { $seq }): данные стёрты, заново их не вычислить
rerun-values-engine-changed = { $subject }, показатели на { $date } (запись { $seq }): движок изменился — те же факты и тот же сценарий { $script } дают другое
rerun-values-script-gone = { $subject }, показатели на { $date } (запись { $seq }): сценария { $script } в хранилище нет, заново их не вычислить
rerun-equal = Предложение № { $id } вычислено заново: { $pairs ->
    [one] { $pairs } пара
    [few] { $pairs } пары
   *[many] { $pairs } пар
}, сумма баллов { $total } — совпадает до бита{ $what }
rerun-differs = Предложение № { $id } вычислено заново и не совпадает (было пар: { $pairs }, сумма баллов { $total }){ $what }
rerun-inputs-erased = Предложение № { $id }: данные стёрты (записей о людях: { $what }), заново его не вычислить; было пар: { $pairs }, сумма баллов { $total }
rerun-engine-changed = Предложение № { $id }: движок изменился (тогда: сценарии версии { $what }), заново его не вычислить; было пар: { $pairs }, сумма баллов { $total }
rerun-script-gone = Предложение № { $id }: сценария { $what } в хранилище нет, заново его не вычислить; было пар: { $pairs }, сумма баллов { $total }
rerun-no-grounds = Предложение № { $id } старше записей о том, из чего вычисляют, заново его не вычислить; было пар: { $pairs }, сумма баллов { $total }{ $what }

help-script-rerun = Вычислить сохранённый результат заново по сценариям и фактам того дня: совпадает до бита или почему нет
help-script-rerun--result = Результат: номер предложения или чьи показатели — school, program 1, mentor 5, pair 3
help-script-rerun--on = Показатели на этот день [последние]
value-result = РЕЗУЛЬТАТ
