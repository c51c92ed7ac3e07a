<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="uk_UA" sourcelanguage="en">
<context>
    <name>cabinet</name>
    <message numerus="yes">
        <source>%n cause(s)</source>
        <translation>
            <numerusform>%n причина</numerusform>
            <numerusform>%n причини</numerusform>
            <numerusform>%n причин</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checkpoint(s) seen here</source>
        <translation>
            <numerusform>%n точку побачено тут</numerusform>
            <numerusform>%n точки побачено тут</numerusform>
            <numerusform>%n точок побачено тут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checkpoint(s) since {day}</source>
        <translation>
            <numerusform>%n точку з {day}</numerusform>
            <numerusform>%n точки з {day}</numerusform>
            <numerusform>%n точок з {day}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n content(s) not told: personal data, erased, or too long</source>
        <translation>
            <numerusform>вміст %n запису не розкрито: персональні дані, стерто або задовгий</numerusform>
            <numerusform>вміст %n записів не розкрито: персональні дані, стерто або задовгий</numerusform>
            <numerusform>вміст %n записів не розкрито: персональні дані, стерто або задовгий</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n d</source>
        <translation>
            <numerusform>%n день</numerusform>
            <numerusform>%n дні</numerusform>
            <numerusform>%n днів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n день</numerusform>
            <numerusform>%n дні</numerusform>
            <numerusform>%n днів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>Лишився %n день</numerusform>
            <numerusform>Лишилося %n дні</numerusform>
            <numerusform>Лишилося %n днів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries compared {time}.</source>
        <translation>
            <numerusform>%n запис звірено {time}.</numerusform>
            <numerusform>%n записи звірено {time}.</numerusform>
            <numerusform>%n записів звірено {time}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fault(s)</source>
        <translation>
            <numerusform>%n розходження</numerusform>
            <numerusform>%n розходження</numerusform>
            <numerusform>%n розходжень</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the folder are no receipts of this perimeter, or were changed.</source>
        <translation>
            <numerusform>%n файл теки не є квитанцією цього периметра або його змінено.</numerusform>
            <numerusform>%n файли теки не є квитанціями цього периметра або їх змінено.</numerusform>
            <numerusform>%n файлів теки не є квитанціями цього периметра або їх змінено.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n filter(s) more</source>
        <translation>
            <numerusform>Ще %n фільтр</numerusform>
            <numerusform>Ще %n фільтри</numerusform>
            <numerusform>Ще %n фільтрів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fit for log-in</source>
        <translation>
            <numerusform>%n придатний для входу</numerusform>
            <numerusform>%n придатні для входу</numerusform>
            <numerusform>%n придатних для входу</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n знайдено</numerusform>
            <numerusform>%n знайдено</numerusform>
            <numerusform>%n знайдено</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n further right(s)</source>
        <translation>
            <numerusform>%n додаткове право</numerusform>
            <numerusform>%n додаткові права</numerusform>
            <numerusform>%n додаткових прав</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n год</numerusform>
            <numerusform>%n год</numerusform>
            <numerusform>%n год</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n година</numerusform>
            <numerusform>%n години</numerusform>
            <numerusform>%n годин</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n licence(s) valid</source>
        <translation>
            <numerusform>%n ліцензія чинна</numerusform>
            <numerusform>%n ліцензії чинні</numerusform>
            <numerusform>%n ліцензій чинні</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n live key(s)</source>
        <translation>
            <numerusform>%n діючий ключ</numerusform>
            <numerusform>%n діючі ключі</numerusform>
            <numerusform>%n діючих ключів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mandate(s) in force</source>
        <translation>
            <numerusform>%n чинна довіреність</numerusform>
            <numerusform>%n чинні довіреності</numerusform>
            <numerusform>%n чинних довіреностей</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n збіг</numerusform>
            <numerusform>%n збіги</numerusform>
            <numerusform>%n збігів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n хв</numerusform>
            <numerusform>%n хв</numerusform>
            <numerusform>%n хв</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more field(s) changed</source>
        <translation>
            <numerusform>і ще %n поле змінено</numerusform>
            <numerusform>і ще %n поля змінено</numerusform>
            <numerusform>і ще %n полів змінено</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n відкрита</numerusform>
            <numerusform>%n відкриті</numerusform>
            <numerusform>%n відкритих</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open rejection(s)</source>
        <translation>
            <numerusform>%n відкрите відхилення</numerusform>
            <numerusform>%n відкриті відхилення</numerusform>
            <numerusform>%n відкритих відхилень</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open session(s)</source>
        <translation>
            <numerusform>%n відкритий сеанс</numerusform>
            <numerusform>%n відкриті сеанси</numerusform>
            <numerusform>%n відкритих сеансів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n місце</numerusform>
            <numerusform>%n місця</numerusform>
            <numerusform>%n місць</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejection(s)</source>
        <translation>
            <numerusform>%n відхилення</numerusform>
            <numerusform>%n відхилення</numerusform>
            <numerusform>%n відхилень</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) made</source>
        <translation>
            <numerusform>Складено %n звіт</numerusform>
            <numerusform>Складено %n звіти</numerusform>
            <numerusform>Складено %n звітів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n рядок</numerusform>
            <numerusform>%n рядки</numerusform>
            <numerusform>%n рядків</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>%n с</numerusform>
            <numerusform>%n с</numerusform>
            <numerusform>%n с</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sender(s) still use the old key</source>
        <translation>
            <numerusform>%n відправник ще користується старим ключем</numerusform>
            <numerusform>%n відправники ще користуються старим ключем</numerusform>
            <numerusform>%n відправників ще користуються старим ключем</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) will end, this one too. Log in again with your QES.</source>
        <translation>
            <numerusform>Завершиться %n сеанс, і цей також. Увійдіть знову зі своїм КЕП.</numerusform>
            <numerusform>Завершаться %n сеанси, і цей також. Увійдіть знову зі своїм КЕП.</numerusform>
            <numerusform>Завершаться %n сеансів, і цей також. Увійдіть знову зі своїм КЕП.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n slot(s)</source>
        <translation>
            <numerusform>%n слот</numerusform>
            <numerusform>%n слоти</numerusform>
            <numerusform>%n слотів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n джерело</numerusform>
            <numerusform>%n джерела</numerusform>
            <numerusform>%n джерел</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n токен</numerusform>
            <numerusform>%n токени</numerusform>
            <numerusform>%n токенів</numerusform>
        </translation>
    </message>
    <message>
        <source>1. Copy the hand-over folder to the server; only the service may read it.</source>
        <translation>1. Скопіюйте теку з ключем на сервер; читати її має лише служба.</translation>
    </message>
    <message>
        <source>2. A running sender takes the new key by itself; nothing has to be restarted.</source>
        <translation>2. Відправник, що працює, візьме новий ключ сам; перезапускати нічого не треба.</translation>
    </message>
    <message>
        <source>200 000 transactions, 90 days of history, filled while you work</source>
        <translation>200 000 транзакцій, 90 днів історії: наповнюється, поки ви працюєте</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 днів</translation>
    </message>
    <message>
        <source>A day</source>
        <translation>День</translation>
    </message>
    <message>
        <source>A later attempt has taken its place.</source>
        <translation>Її замінила пізніша спроба.</translation>
    </message>
    <message>
        <source>A month</source>
        <translation>Місяць</translation>
    </message>
    <message>
        <source>A new folder, or the one the sender uses now: then it takes the new key by itself.</source>
        <translation>Нова тека або та, якою відправник користується зараз: тоді він візьме новий ключ сам.</translation>
    </message>
    <message>
        <source>A new key is made on this computer. Both work until the old one ends, so no bet is lost.</source>
        <translation>Новий ключ створюється на цьому комп’ютері. Поки старий не виведено, діють обидва, тож жодна ставка не губиться.</translation>
    </message>
    <message>
        <source>A perimeter may refuse keys in files.</source>
        <translation>Периметр може не приймати ключів у файлах.</translation>
    </message>
    <message>
        <source>A protected device or a key file</source>
        <translation>Захищений носій або файловий ключ</translation>
    </message>
    <message>
        <source>A real server with an invented company starts on this computer. No token is needed.</source>
        <translation>Справжній сервер із вигаданою компанією запуститься на цьому комп’ютері. Токен не потрібен.</translation>
    </message>
    <message>
        <source>A seal cannot log in</source>
        <translation>Увійти печаткою не можна</translation>
    </message>
    <message>
        <source>A wrong PIN has been entered before. When tries run out, only the issuer unlocks the token.</source>
        <translation>ПІН-код уже вводили неправильно. Якщо спроби скінчаться, токен розблокує лише видавець.</translation>
    </message>
    <message>
        <source>Accepted by now, so this one can be sent again:</source>
        <translation>Уже прийнято, тож цю можна надіслати ще раз:</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>Ключі API</translation>
    </message>
    <message>
        <source>API keys: see</source>
        <translation>Ключі API: бачити</translation>
    </message>
    <message>
        <source>About the certificate</source>
        <translation>Про сертифікат</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Прийнято</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>Дія</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Діє</translation>
    </message>
    <message>
        <source>Added {subject}</source>
        <translation>Додано {subject}</translation>
    </message>
    <message>
        <source>After a restart it goes on from this place.</source>
        <translation>Після перезапуску перевірка піде з цього місця.</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Тривога</translation>
    </message>
    <message>
        <source>All causes</source>
        <translation>Усі причини</translation>
    </message>
    <message>
        <source>All checkpoints</source>
        <translation>Усі точки</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Усі файли</translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>Усе гаразд.</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Усі ключі</translation>
    </message>
    <message>
        <source>All proofs</source>
        <translation>Усі докази</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>Усі рядки</translation>
    </message>
    <message>
        <source>Already corrected.</source>
        <translation>Уже виправлено.</translation>
    </message>
    <message>
        <source>Amount, UAH</source>
        <translation>Сума, грн</translation>
    </message>
    <message>
        <source>Amount, kopecks</source>
        <translation>Сума, копійки</translation>
    </message>
    <message>
        <source>Annulled</source>
        <translation>Анульовано</translation>
    </message>
    <message>
        <source>Anybody on this computer may change: {places}. Keep the library where only you can.</source>
        <translation>Будь-хто на цьому комп'ютері може змінити: {places}. Тримайте бібліотеку там, де змінити її можете лише ви.</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Застосунок</translation>
    </message>
    <message>
        <source>Appoint a person</source>
        <translation>Призначити особу</translation>
    </message>
    <message>
        <source>Appointed: {name}</source>
        <translation>Призначено: {name}</translation>
    </message>
    <message>
        <source>Appoint…</source>
        <translation>Призначити…</translation>
    </message>
    <message>
        <source>April</source>
        <translation>квітень</translation>
    </message>
    <message>
        <source>As in the person's certificate.</source>
        <translation>Так, як у сертифікаті особи.</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>Станом на</translation>
    </message>
    <message>
        <source>Asked for in a dialog</source>
        <translation>Запитаємо у вікні</translation>
    </message>
    <message>
        <source>Asking the server for a challenge.</source>
        <translation>Просимо в сервера запит на підпис.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Запитуємо сервер…</translation>
    </message>
    <message>
        <source>Assignee</source>
        <translation>Виконавець</translation>
    </message>
    <message numerus="yes">
        <source>At least %n character(s): what was found out, and by whom.</source>
        <translation>
            <numerusform>Щонайменше %n знак: що з’ясовано і ким.</numerusform>
            <numerusform>Щонайменше %n знаки: що з’ясовано і ким.</numerusform>
            <numerusform>Щонайменше %n знаків: що з’ясовано і ким.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters; it is not kept.</source>
        <translation>
            <numerusform>Щонайменше %n символ; не зберігається.</numerusform>
            <numerusform>Щонайменше %n символи; не зберігається.</numerusform>
            <numerusform>Щонайменше %n символів; не зберігається.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %n day(s) at once.</source>
        <translation>
            <numerusform>Щонайбільше %n день за раз.</numerusform>
            <numerusform>Щонайбільше %n дні за раз.</numerusform>
            <numerusform>Щонайбільше %n днів за раз.</numerusform>
        </translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Спроба</translation>
    </message>
    <message>
        <source>Attempt {number} accepted</source>
        <translation>Спробу {number} прийнято</translation>
    </message>
    <message>
        <source>Attempt {number} rejected</source>
        <translation>Спробу {number} відхилено</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Спроби</translation>
    </message>
    <message>
        <source>Audit it yourself</source>
        <translation>Перевірити самому</translation>
    </message>
    <message>
        <source>Auditing…</source>
        <translation>Перевіряємо…</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Аудитор</translation>
    </message>
    <message>
        <source>August</source>
        <translation>серпень</translation>
    </message>
    <message>
        <source>Authorised</source>
        <translation>Уповноважена</translation>
    </message>
    <message>
        <source>Authorised people appointed</source>
        <translation>Уповноважених призначено</translation>
    </message>
    <message>
        <source>Authorised person</source>
        <translation>Уповноважена особа</translation>
    </message>
    <message>
        <source>Await its first use</source>
        <translation>Дочекатися першого використання</translation>
    </message>
    <message>
        <source>Back to log-in</source>
        <translation>Назад до входу</translation>
    </message>
    <message>
        <source>Back to the old key</source>
        <translation>Повернутися до старого</translation>
    </message>
    <message>
        <source>Back to the old key?</source>
        <translation>Повернутися до старого ключа?</translation>
    </message>
    <message>
        <source>Batch signing</source>
        <translation>Підпис пакетів</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>Почати спочатку</translation>
    </message>
    <message>
        <source>Being entered</source>
        <translation>Вноситься</translation>
    </message>
    <message>
        <source>Being replaced</source>
        <translation>Заміна ключа</translation>
    </message>
    <message>
        <source>Bet</source>
        <translation>Ставка</translation>
    </message>
    <message>
        <source>Betting</source>
        <translation>Букмекерська діяльність</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>Бренд</translation>
    </message>
    <message>
        <source>Brands</source>
        <translation>Бренди</translation>
    </message>
    <message>
        <source>Brands, sites and places</source>
        <translation>Бренди, сайти й заклади</translation>
    </message>
    <message>
        <source>By itself, while the cabinet is open</source>
        <translation>Автоматично, поки кабінет відкрито</translation>
    </message>
    <message>
        <source>By the registry</source>
        <translation>За реєстром</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Звернень</translation>
    </message>
    <message>
        <source>Came late</source>
        <translation>Пізні</translation>
    </message>
    <message>
        <source>Can be sent again</source>
        <translation>Можна надіслати ще раз</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Контрольні точки</translation>
    </message>
    <message>
        <source>Choose the folder of receipts</source>
        <translation>Виберіть теку квитанцій</translation>
    </message>
    <message>
        <source>Close the alarm</source>
        <translation>Закрити тривогу</translation>
    </message>
    <message>
        <source>Close the alarm?</source>
        <translation>Закрити тривогу?</translation>
    </message>
    <message>
        <source>Close with a reason…</source>
        <translation>Закрити з причиною…</translation>
    </message>
    <message>
        <source>Closed alarms</source>
        <translation>Закриті тривоги</translation>
    </message>
    <message>
        <source>Closed {time} by {person}: {reason}</source>
        <translation>Закрито {time}, {person}: {reason}</translation>
    </message>
    <message>
        <source>Closing…</source>
        <translation>Закриваємо…</translation>
    </message>
    <message>
        <source>Compared by</source>
        <translation>Хто звірив</translation>
    </message>
    <message>
        <source>Contents are those that were received</source>
        <translation>Вміст операцій той, який прийнято</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Строк</translation>
    </message>
    <message>
        <source>Due {moment} · {left}</source>
        <translation>Строк {moment} · {left}</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Записів</translation>
    </message>
    <message>
        <source>Entries were neither changed nor removed</source>
        <translation>Записи не змінено й не вилучено</translation>
    </message>
    <message>
        <source>Every checkpoint seen is of this log's beginning</source>
        <translation>Кожна побачена точка — початок цього журналу</translation>
    </message>
    <message>
        <source>Figures of days are those that are shown</source>
        <translation>Денні підсумки збігаються з показаними</translation>
    </message>
    <message>
        <source>Files among the receipts are no receipts</source>
        <translation>Серед квитанцій є файли, що не є квитанціями</translation>
    </message>
    <message>
        <source>First seen</source>
        <translation>Уперше</translation>
    </message>
    <message>
        <source>Key of the log</source>
        <translation>Ключ журналу</translation>
    </message>
    <message>
        <source>Key of this witness</source>
        <translation>Ключ цього свідка</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Востаннє</translation>
    </message>
    <message>
        <source>Looked through: {done} of {all} entries</source>
        <translation>Перевірено {done} із {all} записів</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Щодня</translation>
    </message>
    <message>
        <source>Every month</source>
        <translation>Щомісяця</translation>
    </message>
    <message>
        <source>Made: {file}</source>
        <translation>Складено: {file}</translation>
    </message>
    <message>
        <source>Making the report…</source>
        <translation>Складаємо звіт…</translation>
    </message>
    <message>
        <source>Many rejections of one cause: {cause}</source>
        <translation>Багато відхилень з однієї причини: {cause}</translation>
    </message>
    <message>
        <source>New cause of rejections: {cause}</source>
        <translation>Нова причина відхилень: {cause}</translation>
    </message>
    <message>
        <source>Nobody who may work on it is called so: choose from the list.</source>
        <translation>Ніхто з тих, хто може працювати, так не зветься: виберіть зі списку.</translation>
    </message>
    <message>
        <source>Not compared since {time}</source>
        <translation>Журнал не звіряли від {time}</translation>
    </message>
    <message>
        <source>Nothing speaks against the log. They stand below, each with what to do.</source>
        <translation>Проти журналу нічого не свідчить. Файли названо нижче, кожен із тим, що робити.</translation>
    </message>
    <message>
        <source>Only the newest</source>
        <translation>Лише найновіші</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Прострочене</translation>
    </message>
    <message>
        <source>Overdue ones</source>
        <translation>Прострочені</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Призупинити</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>Призупиняємо…</translation>
    </message>
    <message>
        <source>Proofs</source>
        <translation>Незмінність</translation>
    </message>
    <message>
        <source>Raised at</source>
        <translation>Коли виявлено</translation>
    </message>
    <message>
        <source>Receipts: {path}</source>
        <translation>Квитанції: {path}</translation>
    </message>
    <message>
        <source>Receipts…</source>
        <translation>Квитанції…</translation>
    </message>
    <message>
        <source>Page of the report</source>
        <translation>Сторінка звіту</translation>
    </message>
    <message>
        <source>Rejections that are open, with what hangs on them</source>
        <translation>Відкриті відхилення разом із похідними</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Звіт</translation>
    </message>
    <message>
        <source>Report made: {file}</source>
        <translation>Звіт складено: {file}</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Звіт…</translation>
    </message>
    <message>
        <source>Save PDF…</source>
        <translation>Зберегти PDF…</translation>
    </message>
    <message>
        <source>Save a masked archive for IT</source>
        <translation>Зберегти замаскований архів для ІТ</translation>
    </message>
    <message>
        <source>Save the evidence…</source>
        <translation>Зберегти докази…</translation>
    </message>
    <message>
        <source>Save the list…</source>
        <translation>Зберегти список…</translation>
    </message>
    <message>
        <source>Save the protocol…</source>
        <translation>Зберегти протокол…</translation>
    </message>
    <message>
        <source>Since the first checkpoint seen, {day}, nothing has vanished or been rewritten.</source>
        <translation>Від першої побаченої точки, {day}, нічого не зникло й не переписано.</translation>
    </message>
    <message>
        <source>Technical data: log, root, keys</source>
        <translation>Технічні дані: назва журналу, корінь дерева, ключі підписів</translation>
    </message>
    <message>
        <source>Tell of causes of rejections that appear or spike</source>
        <translation>Повідомляти про причини відхилень, які з’явилися або різко зросли</translation>
    </message>
    <message>
        <source>The alarm is closed under your name. Its evidence, and what you write, stay here.</source>
        <translation>Тривогу буде закрито від вашого імені. Докази й те, що ви напишете, лишаться тут.</translation>
    </message>
    <message numerus="yes">
        <source>The audit found %n thing(s) that are not what they have to be.</source>
        <translation>
            <numerusform>Перевірка знайшла %n розходження.</numerusform>
            <numerusform>Перевірка знайшла %n розходження.</numerusform>
            <numerusform>Перевірка знайшла %n розходжень.</numerusform>
        </translation>
    </message>
    <message>
        <source>The cause came again: open anew</source>
        <translation>Причина з’явилася знову: відкрито наново</translation>
    </message>
    <message>
        <source>The file is there.</source>
        <translation>Файл записано.</translation>
    </message>
    <message>
        <source>The list is saved: {file}</source>
        <translation>Список збережено: {file}</translation>
    </message>
    <message>
        <source>The log could not be compared with what was seen before. It is tried again at each contact.</source>
        <translation>Журнал не вдалося звірити з побаченим раніше. Спроба повториться під час наступного звернення.</translation>
    </message>
    <message>
        <source>The log has not been compared yet</source>
        <translation>Журнал ще не звірено</translation>
    </message>
    <message>
        <source>The log was changed</source>
        <translation>Журнал змінено</translation>
    </message>
    <message>
        <source>The log was not changed</source>
        <translation>Журнал не змінювали</translation>
    </message>
    <message>
        <source>The reason is too short.</source>
        <translation>Причина закоротка.</translation>
    </message>
    <message>
        <source>They stand below, each with what to do.</source>
        <translation>Їх названо нижче, кожне з тим, що робити.</translation>
    </message>
    <message>
        <source>What each of your receipts promises is in the log</source>
        <translation>На кожну вашу квитанцію є запис у журналі</translation>
    </message>
    <message>
        <source>Who may work on it</source>
        <translation>Хто може працювати</translation>
    </message>
    <message>
        <source>about {span} left</source>
        <translation>лишилося близько {span}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more, in the protocol</source>
        <translation>
            <numerusform>і ще %n у протоколі</numerusform>
            <numerusform>і ще %n у протоколі</numerusform>
            <numerusform>і ще %n у протоколі</numerusform>
        </translation>
    </message>
    <message>
        <source>audited {time}</source>
        <translation>перевірено {time}</translation>
    </message>
    <message>
        <source>by {day}</source>
        <translation>до {day}</translation>
    </message>
    <message>
        <source>cannot be shown: the data are withheld or unreadable</source>
        <translation>показати не можна: дані приховано або їх не прочитати</translation>
    </message>
    <message>
        <source>Caps Lock is on.</source>
        <translation>Увімкнено Caps Lock.</translation>
    </message>
    <message>
        <source>Cases handed over: decide</source>
        <translation>Передані справи: рішення</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Готівка</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>Причини</translation>
    </message>
    <message>
        <source>Causes of rejections</source>
        <translation>Причини відхилень</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Сертифікат</translation>
    </message>
    <message>
        <source>Certificate from a file…</source>
        <translation>Сертифікат із файла…</translation>
    </message>
    <message>
        <source>Certificate is not revoked</source>
        <translation>Сертифікат не відкликано</translation>
    </message>
    <message>
        <source>Certificate of an authority</source>
        <translation>Сертифікат надавача</translation>
    </message>
    <message>
        <source>Certificate of the token's key</source>
        <translation>Сертифікат ключа на токені</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Сертифікати</translation>
    </message>
    <message>
        <source>Chain to the trusted list</source>
        <translation>Ланцюг до довірчого списку</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Змінити</translation>
    </message>
    <message>
        <source>Change the driver</source>
        <translation>Змінити драйвер</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Змінено</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Перевірити</translation>
    </message>
    <message>
        <source>Checked on this computer; the server does not answer.</source>
        <translation>Перевірено на цьому комп’ютері; сервер не відповідає.</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Перевіряємо…</translation>
    </message>
    <message>
        <source>Checks by the server</source>
        <translation>Перевірки сервера</translation>
    </message>
    <message>
        <source>Choices for the field</source>
        <translation>Варіанти для поля</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Вибрати файл…</translation>
    </message>
    <message>
        <source>Choose a folder for the files</source>
        <translation>Вибрати теку для файлів</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>Виберіть теку.</translation>
    </message>
    <message>
        <source>Choose a rejection: why it was rejected and what to do stand here.</source>
        <translation>Виберіть відхилену транзакцію: тут буде причина й що робити.</translation>
    </message>
    <message>
        <source>Choose the UAPKI library</source>
        <translation>Вибрати бібліотеку UAPKI</translation>
    </message>
    <message>
        <source>Choose the certificate to log in with.</source>
        <translation>Виберіть сертифікат для входу.</translation>
    </message>
    <message>
        <source>Choose what to work with</source>
        <translation>Виберіть, із чим працювати</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Вибрати…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>closed: {number}</source>
        <translation>закрито: {number}</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Код</translation>
    </message>
    <message>
        <source>Code: {code}</source>
        <translation>Код: {code}</translation>
    </message>
    <message>
        <source>Compare the fingerprint with the one the perimeter's owner gave you by another way.</source>
        <translation>Звірте відбиток із тим, який власник периметра передав вам іншим шляхом.</translation>
    </message>
    <message>
        <source>Compliance</source>
        <translation>Комплаєнс</translation>
    </message>
    <message>
        <source>Connect by a profile…</source>
        <translation>Підключитися за профілем…</translation>
    </message>
    <message>
        <source>Consequences of</source>
        <translation>Похідні від</translation>
    </message>
    <message>
        <source>Consequences: {number}</source>
        <translation>Похідні: {number}</translation>
    </message>
    <message>
        <source>Contour is running</source>
        <translation>Контур працює</translation>
    </message>
    <message>
        <source>Contradictory data</source>
        <translation>Суперечливі дані</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Контрастна</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Скопіювати</translation>
    </message>
    <message>
        <source>Copy how to install it</source>
        <translation>Скопіювати інструкцію</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Скопіювати звіт</translation>
    </message>
    <message>
        <source>Copy the id</source>
        <translation>Скопіювати ідентифікатор</translation>
    </message>
    <message>
        <source>Copy the payload</source>
        <translation>Скопіювати дані</translation>
    </message>
    <message>
        <source>Copy the report for support</source>
        <translation>Скопіювати звіт для підтримки</translation>
    </message>
    <message>
        <source>Copy the row</source>
        <translation>Скопіювати рядок</translation>
    </message>
    <message>
        <source>Copy {name}</source>
        <translation>Скопіювати: {name}</translation>
    </message>
    <message>
        <source>Correct the bet</source>
        <translation>Виправити ставку</translation>
    </message>
    <message>
        <source>Correct the payout</source>
        <translation>Виправити виплату</translation>
    </message>
    <message>
        <source>Correct the refund</source>
        <translation>Виправити повернення</translation>
    </message>
    <message>
        <source>Correct the transaction</source>
        <translation>Виправити транзакцію</translation>
    </message>
    <message>
        <source>Correct what was accepted</source>
        <translation>Коригувати прийняте</translation>
    </message>
    <message>
        <source>Correct what was rejected</source>
        <translation>Виправляти відхилене</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Виправлено</translation>
    </message>
    <message>
        <source>Corrected by</source>
        <translation>Виправлено</translation>
        <translation>Хто виправив</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Коригування</translation>
    </message>
    <message>
        <source>Correction accepted and told to the platform</source>
        <translation>Коригування прийнято, платформу повідомлено</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>Виправити…</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Перебіг</translation>
    </message>
    <message>
        <source>Ctrl+L locks at once, and so does taking the token out. Only the same person unlocks.</source>
        <translation>Ctrl+L блокує відразу, вийнятий токен теж. Розблоковує лише та сама особа.</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Валюта</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Темна</translation>
    </message>
    <message>
        <source>Data go to the state and have legal force</source>
        <translation>Дані надходять державі й мають юридичну силу</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>День</translation>
    </message>
    <message>
        <source>Day.month.year, three years at most. Kyiv time, the day included.</source>
        <translation>День.місяць.рік, не довше трьох років. За Києвом, цей день включно.</translation>
    </message>
    <message>
        <source>December</source>
        <translation>грудень</translation>
    </message>
    <message>
        <source>Decide about the cause</source>
        <translation>Рішення щодо причини</translation>
    </message>
    <message>
        <source>Decide about the rejection</source>
        <translation>Рішення щодо відхилення</translation>
    </message>
    <message>
        <source>Decide about the whole cause…</source>
        <translation>Рішення щодо всієї причини…</translation>
    </message>
    <message>
        <source>Decision kept</source>
        <translation>Рішення збережено</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Рішення</translation>
    </message>
    <message>
        <source>Demo: the PIN of the test tokens is {pin}</source>
        <translation>Демонстрація: ПІН-код тестових токенів {pin}</translation>
    </message>
    <message>
        <source>Demo: the password of the test key files is {pin}</source>
        <translation>Демонстрація: пароль тестових файлових ключів {pin}</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Різниця</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Відкинути</translation>
    </message>
    <message>
        <source>Does not work</source>
        <translation>Не працює</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Draft kept</source>
        <translation>Чернетку збережено</translation>
    </message>
    <message>
        <source>Draft kept until the program ends</source>
        <translation>Чернетка є до закриття програми</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>Драйвер</translation>
    </message>
    <message>
        <source>Driver not found. Choose your token's module.</source>
        <translation>Драйвер не знайдено. Виберіть модуль свого токена.</translation>
    </message>
    <message>
        <source>Drop the profile's file here</source>
        <translation>Перетягніть сюди файл профілю</translation>
    </message>
    <message>
        <source>EDRPOU</source>
        <translation>ЄДРПОУ</translation>
    </message>
    <message>
        <source>EDRPOU code</source>
        <translation>Код ЄДРПОУ</translation>
    </message>
    <message>
        <source>EDRPOU code of the company</source>
        <translation>Код ЄДРПОУ компанії</translation>
    </message>
    <message>
        <source>Eight digits.</source>
        <translation>Вісім цифр.</translation>
    </message>
    <message>
        <source>Empty: nobody yet.</source>
        <translation>Порожньо: ще ніхто.</translation>
    </message>
    <message>
        <source>Encrypted</source>
        <translation>Зашифровано</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Завершити</translation>
    </message>
    <message>
        <source>End all its keys</source>
        <translation>Припинити всі його ключі</translation>
    </message>
    <message>
        <source>End at once</source>
        <translation>Припинити негайно</translation>
    </message>
    <message>
        <source>End the mandate?</source>
        <translation>Припинити довіреність?</translation>
    </message>
    <message>
        <source>End the mandate…</source>
        <translation>Припинити…</translation>
    </message>
    <message>
        <source>End the session from {address}</source>
        <translation>Завершити сеанс із {address}</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Припинено</translation>
    </message>
    <message>
        <source>Ending…</source>
        <translation>Завершення…</translation>
    </message>
    <message>
        <source>Ends now</source>
        <translation>Припиниться зараз</translation>
    </message>
    <message>
        <source>Enough tries</source>
        <translation>Достатньо спроб</translation>
    </message>
    <message>
        <source>Enter the PIN in the dialog.</source>
        <translation>Введіть ПІН-код у вікні.</translation>
    </message>
    <message>
        <source>Enter the PIN on the reader.</source>
        <translation>Введіть ПІН-код на зчитувачі.</translation>
    </message>
    <message>
        <source>Enter the token's PIN</source>
        <translation>Введіть ПІН-код токена</translation>
    </message>
    <message>
        <source>Entered</source>
        <translation>Внесено</translation>
    </message>
    <message>
        <source>Entries in the log</source>
        <translation>Записів у журналі</translation>
    </message>
    <message>
        <source>Entry into the registry is due</source>
        <translation>Строк внесення до реєстру</translation>
    </message>
    <message>
        <source>Entry of a new licence</source>
        <translation>Внесення нової ліцензії</translation>
    </message>
    <message>
        <source>Environment file</source>
        <translation>Файл змінних середовища</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Помилок</translation>
    </message>
    <message>
        <source>Every key of it ends at once and cannot be used again; an incident is opened. Then replace the keys and resume.</source>
        <translation>Усі його ключі припиняться одразу й назавжди; буде відкрито інцидент. Потім замініть ключі й відновіть дозвіл.</translation>
    </message>
    <message>
        <source>Everybody uses the new key</source>
        <translation>Усі перейшли на новий ключ</translation>
    </message>
    <message>
        <source>Everything is ready. Log in.</source>
        <translation>Усе готово. Увійдіть.</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Очікується</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Строк дії минув</translation>
    </message>
    <message>
        <source>Expired on {day}</source>
        <translation>Строк дії минув {day}</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>Пояснення</translation>
    </message>
    <message>
        <source>February</source>
        <translation>лютий</translation>
    </message>
    <message>
        <source>Fee recorded, {subject}</source>
        <translation>Плату зараховано, {subject}</translation>
    </message>
    <message>
        <source>Few tries</source>
        <translation>Мало спроб</translation>
    </message>
    <message>
        <source>Few tries are left</source>
        <translation>Лишилося мало спроб</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Поле</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>Files readable only by you (0600). They are written once.</source>
        <translation>Файли, які прочитаєте лише ви (0600). Записуються один раз.</translation>
    </message>
    <message>
        <source>Filled history of the test contour</source>
        <translation>Заповнена історія тестового контуру</translation>
    </message>
    <message>
        <source>Filling has stopped; it goes on at the next start</source>
        <translation>Заповнення зупинено; піде далі з наступного запуску</translation>
    </message>
    <message>
        <source>Filter of rejections</source>
        <translation>Фільтр відхилень</translation>
    </message>
    <message>
        <source>Filter: key:value, or a transaction id</source>
        <translation>Фільтр: ключ:значення або номер транзакції</translation>
    </message>
    <message>
        <source>Find by itself</source>
        <translation>Знаходити самостійно</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Відбиток</translation>
    </message>
    <message>
        <source>First log-in</source>
        <translation>Перший вхід</translation>
    </message>
    <message>
        <source>First test bet accepted</source>
        <translation>Першу тестову ставку прийнято</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Придатний</translation>
    </message>
    <message>
        <source>Five checks</source>
        <translation>П’ять перевірок</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>Тека для файлів</translation>
    </message>
    <message>
        <source>Folder: {folder}</source>
        <translation>Тека: {folder}</translation>
    </message>
    <message>
        <source>For encryption only</source>
        <translation>Призначений лише для шифрування</translation>
    </message>
    <message>
        <source>For everything open in it; what comes later inherits only who works on it.</source>
        <translation>Для всього відкритого в ній; що надійде пізніше, успадкує лише виконавця.</translation>
    </message>
    <message>
        <source>For the State Online Monitoring System, SOMS</source>
        <translation>Для Державної системи онлайн-моніторингу, ДСОМ</translation>
    </message>
    <message>
        <source>For the company</source>
        <translation>Від імені компанії</translation>
    </message>
    <message>
        <source>For the record; without players' data.</source>
        <translation>Для запису; без даних гравців.</translation>
    </message>
    <message>
        <source>For which company?</source>
        <translation>Від імені якої компанії?</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Форма</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>пт</translation>
    </message>
    <message>
        <source>From {low} to {high} characters. It is not kept and does not leave this computer.</source>
        <translation>Від {low} до {high} символів. Не зберігається і не залишає цей комп’ютер.</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Прізвище, ім’я, по батькові</translation>
    </message>
    <message>
        <source>Further rights</source>
        <translation>Додаткові права</translation>
    </message>
    <message>
        <source>Further rights:</source>
        <translation>Додаткові права:</translation>
    </message>
    <message>
        <source>GGR accepted</source>
        <translation>GGR прийнятий</translation>
    </message>
    <message>
        <source>GGR, UAH</source>
        <translation>GGR, грн</translation>
    </message>
    <message>
        <source>Game</source>
        <translation>Гра</translation>
    </message>
    <message>
        <source>Give the key a name.</source>
        <translation>Дайте ключу назву.</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Повернутися</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Далі</translation>
    </message>
    <message>
        <source>Go on filling</source>
        <translation>Заповнювати далі</translation>
    </message>
    <message>
        <source>Go on to the signature</source>
        <translation>Перейти до підпису</translation>
    </message>
    <message>
        <source>Go on with the draft</source>
        <translation>Продовжити</translation>
    </message>
    <message>
        <source>Grant until {day}</source>
        <translation>Дозвіл до {day}</translation>
    </message>
    <message>
        <source>Granted</source>
        <translation>Надано</translation>
    </message>
    <message>
        <source>Granted by</source>
        <translation>Хто надав</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Група</translation>
    </message>
    <message>
        <source>Hall</source>
        <translation>Зала</translation>
    </message>
    <message>
        <source>Hand it over once</source>
        <translation>Передати один раз</translation>
    </message>
    <message>
        <source>Hand the files over to the platform. They will not be shown or written again.</source>
        <translation>Передайте файли платформі. Удруге їх не буде показано чи записано.</translation>
    </message>
    <message>
        <source>Hand to IT…</source>
        <translation>Передати ІТ…</translation>
    </message>
    <message>
        <source>Hangs on</source>
        <translation>Спирається на</translation>
    </message>
    <message>
        <source>Hangs on one that has not come:</source>
        <translation>Спирається на ту, що не надійшла:</translation>
    </message>
    <message>
        <source>Hangs on one that was rejected:</source>
        <translation>Спирається на відхилену:</translation>
    </message>
    <message>
        <source>Has the key leaked?</source>
        <translation>Ключ витік?</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Керівник</translation>
    </message>
    <message>
        <source>Head and mandates</source>
        <translation>Керівник і довіреності</translation>
    </message>
    <message>
        <source>Head confirmed by a qualified signature</source>
        <translation>Керівника підтверджено КЕП</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>Година</translation>
    </message>
    <message>
        <source>Hours and minutes, for example 14:30.</source>
        <translation>Години й хвилини, наприклад 14:30.</translation>
    </message>
    <message>
        <source>How a log-in goes</source>
        <translation>Як відбувається вхід</translation>
    </message>
    <message>
        <source>How you will recognise it in the list.</source>
        <translation>За нею ви впізнаєте ключ у списку.</translation>
    </message>
    <message>
        <source>Hryvnia's substitute</source>
        <translation>Замінник гривні</translation>
    </message>
    <message>
        <source>I know: after one more wrong PIN the token is locked</source>
        <translation>Знаю: після ще одного хибного ПІН-коду токен заблокується</translation>
    </message>
    <message>
        <source>Id in the perimeter</source>
        <translation>Номер у периметрі</translation>
    </message>
    <message>
        <source>IT</source>
        <translation>ІТ</translation>
    </message>
    <message>
        <source>Id copied</source>
        <translation>Ідентифікатор скопійовано</translation>
    </message>
    <message>
        <source>Import a perimeter profile</source>
        <translation>Імпорт профілю периметра</translation>
    </message>
    <message>
        <source>Import a profile…</source>
        <translation>Імпортувати профіль…</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>Чинна</translation>
    </message>
    <message>
        <source>In the registry</source>
        <translation>У реєстрі</translation>
    </message>
    <message>
        <source>In work</source>
        <translation>У роботі</translation>
    </message>
    <message>
        <source>Install the new key on the platform and send a batch.</source>
        <translation>Установіть новий ключ на платформі й надішліть пакет.</translation>
    </message>
    <message>
        <source>Instruction copied</source>
        <translation>Інструкцію скопійовано</translation>
    </message>
    <message>
        <source>Invented history of 90 days is being sent</source>
        <translation>Подаємо вигадану історію за 90 днів</translation>
    </message>
    <message>
        <source>Issue a key: the platform submits transactions with it.</source>
        <translation>Видайте ключ: ним платформа подаватиме транзакції.</translation>
    </message>
    <message>
        <source>Issue a key…</source>
        <translation>Видати ключ…</translation>
    </message>
    <message>
        <source>Issue an API key</source>
        <translation>Видача ключа API</translation>
    </message>
    <message>
        <source>Issue and write files</source>
        <translation>Видати й записати файли</translation>
    </message>
    <message>
        <source>Issued {moment} by {who}</source>
        <translation>Видано {moment}, {who}</translation>
    </message>
    <message>
        <source>Issuing…</source>
        <translation>Видаємо…</translation>
    </message>
    <message>
        <source>It begins as soon as you choose a connection</source>
        <translation>Почнеться, щойно виберете підключення</translation>
    </message>
    <message>
        <source>It is not kept and does not leave this computer.</source>
        <translation>Не зберігається і не залишає цей комп’ютер.</translation>
    </message>
    <message>
        <source>It matches, import</source>
        <translation>Збігається, імпортувати</translation>
    </message>
    <message>
        <source>It stays in the history of keys.</source>
        <translation>Лишиться в історії ключів.</translation>
    </message>
    <message>
        <source>It stays rejected and in the log for ever; nobody has to act, and its sum is no longer counted as stuck.</source>
        <translation>Відхилення назавжди лишається в журналі; діяти нікому не треба, а сума більше не рахується як зависла.</translation>
    </message>
    <message>
        <source>It stays with the mandate.</source>
        <translation>Лишиться в довіреності.</translation>
    </message>
    <message>
        <source>Its own: {number}</source>
        <translation>Власні: {number}</translation>
    </message>
    <message>
        <source>January</source>
        <translation>січень</translation>
    </message>
    <message>
        <source>July</source>
        <translation>липень</translation>
    </message>
    <message>
        <source>June</source>
        <translation>червень</translation>
    </message>
    <message>
        <source>Justified</source>
        <translation>Обґрунтоване</translation>
    </message>
    <message>
        <source>Justify…</source>
        <translation>Обґрунтувати…</translation>
    </message>
    <message>
        <source>Keep the draft</source>
        <translation>Зберегти чернетку</translation>
    </message>
    <message>
        <source>Keep what you typed?</source>
        <translation>Зберегти введене?</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Ключ</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>Файловий ключ</translation>
    </message>
    <message>
        <source>Key files</source>
        <translation>Файли ключів</translation>
    </message>
    <message>
        <source>Key file…</source>
        <translation>Файловий ключ…</translation>
    </message>
    <message>
        <source>Key ids: compare them with the platform's</source>
        <translation>Коди ключів: звірте їх із платформою</translation>
    </message>
    <message>
        <source>Key issued: {name}</source>
        <translation>Ключ видано: {name}</translation>
    </message>
    <message>
        <source>Key of an unsupported kind</source>
        <translation>Ключ непідтримуваного виду</translation>
    </message>
    <message>
        <source>Key revoked: {name}</source>
        <translation>Ключ відкликано: {name}</translation>
    </message>
    <message>
        <source>Key suspended: {name}</source>
        <translation>Ключ призупинено: {name}</translation>
    </message>
    <message>
        <source>Key works again: {name}</source>
        <translation>Ключ знову діє: {name}</translation>
    </message>
    <message>
        <source>Key “{name}” is valid until {day}.</source>
        <translation>Ключ «{name}» дійсний до {day}.</translation>
    </message>
    <message>
        <source>Keychain</source>
        <translation>Сховище ключів</translation>
    </message>
    <message>
        <source>Keys are made on this computer. The perimeter receives only certificate requests.</source>
        <translation>Ключі створюються на цьому комп’ютері. Периметр отримує лише запити на сертифікати.</translation>
    </message>
    <message>
        <source>Keys in files are not taken here</source>
        <translation>Ключів у файлах тут не приймають</translation>
    </message>
    <message>
        <source>Kind and number</source>
        <translation>Вид і номер</translation>
    </message>
    <message>
        <source>Kind of game</source>
        <translation>Вид гри</translation>
    </message>
    <message>
        <source>Kubernetes Secret</source>
        <translation>Kubernetes Secret</translation>
    </message>
    <message>
        <source>Kyiv</source>
        <translation>Київ</translation>
    </message>
    <message>
        <source>Kyiv time</source>
        <translation>за Києвом</translation>
    </message>
    <message>
        <source>Kyiv's offset of that day</source>
        <translation>зсув Києва на той день</translation>
    </message>
    <message>
        <source>Land-based casino</source>
        <translation>Казино в закладі</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Мова</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>Мова й вигляд</translation>
    </message>
    <message>
        <source>Last checkpoint</source>
        <translation>Остання контрольна точка</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>Останній зв’язок</translation>
    </message>
    <message>
        <source>Last log-in</source>
        <translation>Останній вхід</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Минулий місяць</translation>
    </message>
    <message>
        <source>Last try</source>
        <translation>Остання спроба</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Востаннє вжито</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Із запізненням</translation>
    </message>
    <message>
        <source>Leak reported {moment} by {who}. Replace both keys, then resume.</source>
        <translation>Про витік повідомлено {moment}, {who}. Замініть обидва ключі, потім відновіть дозвіл.</translation>
    </message>
    <message>
        <source>Leak reported, its keys ended: {name}</source>
        <translation>Про витік повідомлено, ключі припинено: {name}</translation>
    </message>
    <message>
        <source>Left of the stake</source>
        <translation>Залишок ставки</translation>
    </message>
    <message>
        <source>Let go to connect</source>
        <translation>Відпустіть, щоб підключитися</translation>
    </message>
    <message>
        <source>Letters only: a name as people write it.</source>
        <translation>Лише літери: ім’я, як його пишуть.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Ліцензія</translation>
    </message>
    <message>
        <source>Licence fee recorded</source>
        <translation>Плату за ліцензію зараховано</translation>
    </message>
    <message>
        <source>Licence {subject} entered</source>
        <translation>Внесено ліцензію {subject}</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Ліцензії</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Світла</translation>
    </message>
    <message>
        <source>Link to the server</source>
        <translation>Зв’язок із сервером</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Завантаження</translation>
    </message>
    <message>
        <source>Local store</source>
        <translation>Локальне сховище</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Заблокувати</translation>
    </message>
    <message>
        <source>Lock when idle for</source>
        <translation>Блокувати без дій через</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Журнал</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Увійти</translation>
    </message>
    <message>
        <source>Log-in refused.</source>
        <translation>У вході відмовлено.</translation>
    </message>
    <message>
        <source>Log-in to the cabinet</source>
        <translation>Вхід до кабінету</translation>
    </message>
    <message>
        <source>Logged in.</source>
        <translation>Вхід виконано.</translation>
    </message>
    <message>
        <source>Looking for the token.</source>
        <translation>Шукаємо токен.</translation>
    </message>
    <message>
        <source>Lottery</source>
        <translation>Лотерея</translation>
    </message>
    <message>
        <source>Make and write files</source>
        <translation>Створити й записати файли</translation>
    </message>
    <message>
        <source>Make the new key</source>
        <translation>Створити новий ключ</translation>
    </message>
    <message>
        <source>Making…</source>
        <translation>Створюємо…</translation>
    </message>
    <message>
        <source>Mandate</source>
        <translation>Довіреність</translation>
    </message>
    <message>
        <source>Mandate ended: {name}</source>
        <translation>Довіреність припинено: {name}</translation>
    </message>
    <message>
        <source>Mandates of others are seen by the head and the auditor.</source>
        <translation>Довіреності інших бачать керівник та аудитор.</translation>
    </message>
    <message>
        <source>Mandate…</source>
        <translation>Довіреність…</translation>
    </message>
    <message>
        <source>March</source>
        <translation>березень</translation>
    </message>
    <message>
        <source>May</source>
        <translation>травень</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>Модуль</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>пн</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Місяць</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Ще</translation>
    </message>
    <message>
        <source>More about the key “{name}”</source>
        <translation>Більше про ключ «{name}»</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>Перейшов</translation>
    </message>
    <message>
        <source>NOT CONNECTED</source>
        <translation>НЕ ПІДКЛЮЧЕНО</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Назва</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Ніколи</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Нове</translation>
    </message>
    <message>
        <source>New key first</source>
        <translation>Новим уперше</translation>
    </message>
    <message>
        <source>New key made: {name}</source>
        <translation>Новий ключ створено: {name}</translation>
    </message>
    <message>
        <source>Next cause</source>
        <translation>Наступна причина</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Наступний місяць</translation>
    </message>
    <message>
        <source>Next rejection</source>
        <translation>Наступна відхилена</translation>
    </message>
    <message>
        <source>No certificate on the token can log in. The reason stands beside each.</source>
        <translation>Жоден сертифікат на токені не придатний. Причина поруч із кожним.</translation>
    </message>
    <message>
        <source>No certificates on the token. Insert another.</source>
        <translation>На токені немає сертифікатів. Вставте інший.</translation>
    </message>
    <message>
        <source>No company code</source>
        <translation>Немає коду компанії</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Немає зв’язку</translation>
    </message>
    <message>
        <source>No connection to the perimeter. Data of {time} are shown.</source>
        <translation>Немає зв’язку з периметром. Показано дані за {time}.</translation>
    </message>
    <message>
        <source>No document: the registry itself names this person.</source>
        <translation>Документа немає: особу внесено до реєстру без нього.</translation>
    </message>
    <message>
        <source>No keys yet.</source>
        <translation>Ключів ще немає.</translation>
    </message>
    <message>
        <source>No live keys. Issue one to connect the platform.</source>
        <translation>Діючих ключів немає. Видайте ключ, щоб підключити платформу.</translation>
    </message>
    <message>
        <source>No module found. Choose your token's module.</source>
        <translation>Модуля не знайдено. Виберіть модуль свого токена.</translation>
    </message>
    <message>
        <source>No perimeter profile. Import one, or try the test contour.</source>
        <translation>Профілю периметра немає. Імпортуйте його або спробуйте тестовий контур.</translation>
    </message>
    <message>
        <source>No person's code</source>
        <translation>Немає коду особи</translation>
    </message>
    <message>
        <source>No profile yet</source>
        <translation>Профілю ще немає</translation>
    </message>
    <message>
        <source>No reader is seen. Connect the reader or the token.</source>
        <translation>Зчитувача не видно. Під’єднайте зчитувач або токен.</translation>
    </message>
    <message>
        <source>No token inserted. Insert it, and the log-in goes on by itself.</source>
        <translation>Токен не вставлено. Вставте його, і вхід продовжиться сам.</translation>
    </message>
    <message>
        <source>No transactions in this period.</source>
        <translation>За цей період транзакцій немає.</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Ніхто</translation>
    </message>
    <message>
        <source>Nobody has used either key yet</source>
        <translation>Жодним ключем ще не користувалися</translation>
    </message>
    <message>
        <source>Non-cash</source>
        <translation>Безготівковий</translation>
    </message>
    <message>
        <source>Not a qualified certificate</source>
        <translation>Не кваліфікований</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Ще не перевірено</translation>
    </message>
    <message>
        <source>Not chosen. Import the file given by the perimeter's owner.</source>
        <translation>Не вибрано. Імпортуйте файл від власника периметра.</translation>
    </message>
    <message>
        <source>Not kept between runs</source>
        <translation>Між запусками не зберігається</translation>
    </message>
    <message>
        <source>Not needed for a key file</source>
        <translation>Для файлового ключа не потрібен</translation>
    </message>
    <message>
        <source>Not needed: the file is open</source>
        <translation>Не потрібен: файл відкрито</translation>
    </message>
    <message>
        <source>Not readable as JSON: only the platform can send it again.</source>
        <translation>Не читається як JSON: подати знову може лише платформа.</translation>
    </message>
    <message>
        <source>Not valid before {day}</source>
        <translation>Чинний лише з {day}</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Примітка</translation>
    </message>
    <message>
        <source>Nothing by this filter.</source>
        <translation>За фільтром нічого немає.</translation>
    </message>
    <message>
        <source>Nothing is rejected and open.</source>
        <translation>Відкритих відхилень немає.</translation>
    </message>
    <message>
        <source>Nothing needs you now.</source>
        <translation>Зараз нічого не потребує вашої уваги.</translation>
    </message>
    <message>
        <source>compared at each contact</source>
        <translation>звіряємо щоразу, як відповідає сервер</translation>
    </message>
    <message>
        <source>contradicts</source>
        <translation>суперечить</translation>
    </message>
    <message>
        <source>first seen {day}</source>
        <translation>перша побачена {day}</translation>
    </message>
    <message>
        <source>last seen {time}</source>
        <translation>остання {time}</translation>
    </message>
    <message>
        <source>later</source>
        <translation>далі</translation>
    </message>
    <message>
        <source>no folder of receipts is chosen</source>
        <translation>теку квитанцій не вибрано</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>не перевірено</translation>
    </message>
    <message>
        <source>not checked: the right to figures is missing</source>
        <translation>не перевірено: немає права на підсумки</translation>
    </message>
    <message>
        <source>not proved yet</source>
        <translation>ще не доведено</translation>
    </message>
    <message>
        <source>nothing: sent again as it was</source>
        <translation>нічого: надіслано ще раз без змін</translation>
    </message>
    <message>
        <source>November</source>
        <translation>листопад</translation>
    </message>
    <message>
        <source>Occurred at</source>
        <translation>Час події</translation>
    </message>
    <message>
        <source>October</source>
        <translation>жовтень</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Вимкнено</translation>
    </message>
    <message>
        <source>Old key last</source>
        <translation>Старим востаннє</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>На сервері</translation>
    </message>
    <message>
        <source>One business day</source>
        <translation>Один робочий день</translation>
    </message>
    <message>
        <source>One certificate was renewed twice, {moment}: {who} suspended the key. Check who has its keys.</source>
        <translation>Один сертифікат поновлено двічі, {moment}: {who} призупинила ключ. Перевірте, хто має його ключі.</translation>
    </message>
    <message>
        <source>One key taken out of use, the other stays: {name}</source>
        <translation>Один ключ виведено, другий діє: {name}</translation>
    </message>
    <message>
        <source>One more wrong PIN locks the token for good. If you are not sure, cancel.</source>
        <translation>Ще один хибний ПІН-код заблокує токен. Якщо не певні, скасуйте.</translation>
    </message>
    <message>
        <source>Online casino</source>
        <translation>Онлайн-казино</translation>
    </message>
    <message>
        <source>Online poker</source>
        <translation>Онлайн-покер</translation>
    </message>
    <message>
        <source>Only the head appoints people.</source>
        <translation>Призначає лише керівник.</translation>
    </message>
    <message>
        <source>Only the head ends mandates.</source>
        <translation>Припиняє довіреності лише керівник.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Відкрите</translation>
    </message>
    <message>
        <source>Open a key file</source>
        <translation>Файловий ключ</translation>
    </message>
    <message>
        <source>Open one of the key files in {folder}.</source>
        <translation>Відкрийте один із файлових ключів у {folder}.</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Відкрити файл</translation>
    </message>
    <message>
        <source>Open the rejected bet</source>
        <translation>Відкрити ставку, яку відхилено</translation>
    </message>
    <message>
        <source>Open {id}</source>
        <translation>Відкрити {id}</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Відкриваємо…</translation>
    </message>
    <message>
        <source>Opens Key-6.dat, .jks and DSTU .pfx. Such a key makes {level}; the perimeter decides whether it takes it. The library runs in a process of its own, is told to stay off the network, and gets the key in memory.</source>
        <translation>Відкриває Key-6.dat, .jks і .pfx із ключем ДСТУ. Такий ключ дає {level}; чи приймати його, вирішує периметр. Бібліотека працює в окремому процесі, їй наказано обходитися без мережі, а ключ вона отримує в пам'яті.</translation>
    </message>
    <message>
        <source>Operator cabinet</source>
        <translation>Кабінет оператора</translation>
    </message>
    <message>
        <source>Or the USB port of the token</source>
        <translation>Або USB-порт токена</translation>
    </message>
    <message>
        <source>Order the next one from its issuer now: after the last day nobody can log in with it.</source>
        <translation>Замовте наступний у видавця вже зараз: після останнього дня з цим не увійти.</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Інше</translation>
    </message>
    <message numerus="yes">
        <source>Other %n field(s) unchanged</source>
        <translation>
            <numerusform>Ще %n поле без змін</numerusform>
            <numerusform>Інші %n поля без змін</numerusform>
            <numerusform>Інші %n полів без змін</numerusform>
        </translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Огляд</translation>
    </message>
    <message>
        <source>Own mandate</source>
        <translation>Власна довіреність</translation>
    </message>
    <message>
        <source>Own sessions</source>
        <translation>Власні сеанси</translation>
    </message>
    <message>
        <source>PEM files</source>
        <translation>Файли PEM</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>ПІН-код</translation>
    </message>
    <message>
        <source>PKCS#11 driver of your token</source>
        <translation>драйвер PKCS#11 вашого токена</translation>
    </message>
    <message>
        <source>PKCS#11 module</source>
        <translation>Модуль PKCS#11</translation>
    </message>
    <message>
        <source>PKCS#12 files under a password</source>
        <translation>Файли PKCS#12 під паролем</translation>
    </message>
    <message>
        <source>PRODUCTION</source>
        <translation>ПРОМИСЛОВЕ СЕРЕДОВИЩЕ</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Password of the files</source>
        <translation>Пароль файлів</translation>
    </message>
    <message>
        <source>Payload as it was sent</source>
        <translation>Надіслані дані</translation>
    </message>
    <message>
        <source>Payload copied</source>
        <translation>Дані скопійовано</translation>
    </message>
    <message>
        <source>Payout</source>
        <translation>Виплата</translation>
    </message>
    <message>
        <source>Payout linked to its bet</source>
        <translation>Виплату пов’язано зі ставкою</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Очікує</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Доступ</translation>
    </message>
    <message>
        <source>People: appoint, end</source>
        <translation>Доступ: призначати, припиняти</translation>
    </message>
    <message>
        <source>People: see</source>
        <translation>Доступ: бачити</translation>
    </message>
    <message>
        <source>Perimeter</source>
        <translation>Периметр</translation>
    </message>
    <message>
        <source>Perimeter profile</source>
        <translation>Профіль периметра</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Період</translation>
    </message>
    <message>
        <source>Period: {period}</source>
        <translation>Період: {period}</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Особа</translation>
    </message>
    <message>
        <source>Person and company</source>
        <translation>Особа й компанія</translation>
    </message>
    <message>
        <source>Personal data: only the platform can send it again, without them.</source>
        <translation>Персональні дані: подати знову, без них, може лише платформа.</translation>
    </message>
    <message>
        <source>Platform will retry</source>
        <translation>Платформа повторить</translation>
    </message>
    <message>
        <source>Player's code</source>
        <translation>Код гравця</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Пункт</translation>
    </message>
    <message>
        <source>Previous cause</source>
        <translation>Попередня причина</translation>
    </message>
    <message>
        <source>Previous month</source>
        <translation>Попередній місяць</translation>
    </message>
    <message>
        <source>Previous rejection</source>
        <translation>Попередня відхилена</translation>
    </message>
    <message>
        <source>Production keys: issue</source>
        <translation>Робочі ключі: видавати</translation>
    </message>
    <message>
        <source>Production keys: rotate</source>
        <translation>Робочі ключі: оновлювати</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Профіль</translation>
    </message>
    <message>
        <source>Profile imported</source>
        <translation>Профіль імпортовано</translation>
    </message>
    <message>
        <source>Proofs and receipts</source>
        <translation>Докази та квитанції</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>Пропозиція</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Призначення</translation>
    </message>
    <message>
        <source>Put in {value}</source>
        <translation>Підставити {value}</translation>
    </message>
    <message>
        <source>R1 · wrong sum</source>
        <translation>R1 · хибна сума</translation>
    </message>
    <message>
        <source>R2 · wrong link to the bet</source>
        <translation>R2 · хибний зв’язок зі ставкою</translation>
    </message>
    <message>
        <source>R3 · the same event twice</source>
        <translation>R3 · та сама подія двічі</translation>
    </message>
    <message>
        <source>R4 · wrong licence or site</source>
        <translation>R4 · хибна ліцензія або сайт</translation>
    </message>
    <message>
        <source>R5 · wrong time</source>
        <translation>R5 · хибний час</translation>
    </message>
    <message>
        <source>R6 · test data in production</source>
        <translation>R6 · тестові дані в промисловому</translation>
    </message>
    <message>
        <source>R7 · other</source>
        <translation>R7 · інше</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Зчитувач</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Reason of lateness</source>
        <translation>Причина запізнення</translation>
    </message>
    <message>
        <source>Reason of the correction</source>
        <translation>Причина виправлення</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Отримано</translation>
    </message>
    <message>
        <source>Received at</source>
        <translation>Надійшло</translation>
    </message>
    <message>
        <source>Received {moment}</source>
        <translation>Надійшло {moment}</translation>
    </message>
    <message>
        <source>Record created</source>
        <translation>Запис створено</translation>
    </message>
    <message>
        <source>Record in the registry is active</source>
        <translation>Запис у реєстрі чинний</translation>
    </message>
    <message>
        <source>Record in the registry of gambling operators</source>
        <translation>Запис у реєстрі організаторів азартних ігор</translation>
    </message>
    <message>
        <source>Record number</source>
        <translation>Номер запису</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Оновити</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Повернення</translation>
    </message>
    <message>
        <source>Refund linked to its bet</source>
        <translation>Повернення пов’язано зі ставкою</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Реєстр</translation>
    </message>
    <message>
        <source>Registry, status, guide</source>
        <translation>Реєстр, стан, довідка</translation>
    </message>
    <message>
        <source>Regulator</source>
        <translation>Регулятор</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Відхилено</translation>
    </message>
    <message>
        <source>only appended</source>
        <translation>лише доповнено</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>прострочено</translation>
    </message>
    <message>
        <source>overdue by {span}</source>
        <translation>прострочено на {span}</translation>
    </message>
    <message>
        <source>rejected again</source>
        <translation>знову відхилено</translation>
    </message>
    <message>
        <source>Rejected transaction corrected</source>
        <translation>Відхилену транзакцію виправлено</translation>
    </message>
    <message>
        <source>Rejected transactions</source>
        <translation>Відхилені транзакції</translation>
    </message>
    <message>
        <source>Rejection</source>
        <translation>Відхилення</translation>
    </message>
    <message>
        <source>Rejections</source>
        <translation>Відхилені</translation>
    </message>
    <message>
        <source>Rejections: cases</source>
        <translation>Відхилені: справи</translation>
    </message>
    <message>
        <source>Rejections: read</source>
        <translation>Відхилені: читати</translation>
    </message>
    <message>
        <source>Related transaction</source>
        <translation>Пов’язана транзакція</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Замінити</translation>
    </message>
    <message>
        <source>Replace the key</source>
        <translation>Заміна ключа</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Замінити…</translation>
    </message>
    <message>
        <source>Report copied</source>
        <translation>Звіт скопійовано</translation>
    </message>
    <message>
        <source>Request valid for {time}</source>
        <translation>Запит дійсний ще {time}</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Скинути</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Відновити</translation>
    </message>
    <message>
        <source>Resume the key?</source>
        <translation>Відновити ключ?</translation>
    </message>
    <message>
        <source>Resume…</source>
        <translation>Відновити…</translation>
    </message>
    <message>
        <source>Retire the old key</source>
        <translation>Вивести старий ключ</translation>
    </message>
    <message>
        <source>Retiring</source>
        <translation>Виводиться</translation>
    </message>
    <message>
        <source>Revoke for good</source>
        <translation>Відкликати назавжди</translation>
    </message>
    <message>
        <source>Revoke for good…</source>
        <translation>Відкликати назавжди…</translation>
    </message>
    <message>
        <source>Revoke the key?</source>
        <translation>Відкликати ключ?</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Відкликано</translation>
    </message>
    <message>
        <source>Revoked {moment}: {reason}</source>
        <translation>Відкликано {moment}: {reason}</translation>
    </message>
    <message>
        <source>Revoking…</source>
        <translation>Відкликаємо…</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Право</translation>
    </message>
    <message>
        <source>Right to act for the company</source>
        <translation>Право діяти від компанії</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>Права</translation>
    </message>
    <message>
        <source>Rights by role</source>
        <translation>Права за ролями</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Роль</translation>
    </message>
    <message>
        <source>Root of the tree</source>
        <translation>Корінь дерева</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Раунд</translation>
    </message>
    <message>
        <source>Row copied</source>
        <translation>Рядок скопійовано</translation>
    </message>
    <message>
        <source>Rows that had come by, Kyiv time</source>
        <translation>Рядки, що надійшли до, час київський</translation>
    </message>
    <message>
        <source>Runs on this computer. This is not the SOMS API</source>
        <translation>Працює на цьому комп’ютері. Це не API ДСОМ</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>сб</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Зберегти</translation>
    </message>
    <message>
        <source>Saved: {names}</source>
        <translation>Збережено: {names}</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Зберегти…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Зберігаємо…</translation>
    </message>
    <message>
        <source>Say why.</source>
        <translation>Вкажіть причину.</translation>
    </message>
    <message>
        <source>Schema version</source>
        <translation>Версія схеми</translation>
    </message>
    <message>
        <source>Seen here</source>
        <translation>Бачили тут</translation>
    </message>
    <message numerus="yes">
        <source>Send %n rejection(s) again</source>
        <translation>
            <numerusform>Надіслати ще раз %n відхилення</numerusform>
            <numerusform>Надіслати ще раз %n відхилення</numerusform>
            <numerusform>Надіслати ще раз %n відхилень</numerusform>
        </translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Надіслати ще раз</translation>
    </message>
    <message>
        <source>Send again: {number}</source>
        <translation>Надіслати ще раз: {number}</translation>
    </message>
    <message>
        <source>Send the correction</source>
        <translation>Надіслати виправлення</translation>
    </message>
    <message>
        <source>Sender</source>
        <translation>Відправник</translation>
    </message>
    <message>
        <source>Senders and the keys they use</source>
        <translation>Відправники та їхні ключі</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Надсилаємо…</translation>
    </message>
    <message>
        <source>Sent again by</source>
        <translation>Надіслано ще раз</translation>
        <translation>Хто надіслав знову</translation>
    </message>
    <message>
        <source>September</source>
        <translation>вересень</translation>
    </message>
    <message>
        <source>Sequence number</source>
        <translation>Порядковий номер</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Сервер</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Сеанс</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Налаштування</translation>
    </message>
    <message>
        <source>Settings say why, and what helps.</source>
        <translation>Чому й що допоможе: у налаштуваннях.</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>Розрахунок</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Частка</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показати</translation>
    </message>
    <message>
        <source>Show only the wrong lines</source>
        <translation>Показати лише рядки з помилкою</translation>
    </message>
    <message>
        <source>Show the statement to be signed</source>
        <translation>Показати заяву, яку буде підписано</translation>
    </message>
    <message>
        <source>Show the whole payload</source>
        <translation>Показати всі надіслані дані</translation>
    </message>
    <message>
        <source>Show: {words}</source>
        <translation>Показати: {words}</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Підписати</translation>
    </message>
    <message>
        <source>Sign and log in</source>
        <translation>Підписати й увійти</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Вийти</translation>
    </message>
    <message>
        <source>Sign out everywhere</source>
        <translation>Вийти всюди</translation>
    </message>
    <message>
        <source>Sign out everywhere?</source>
        <translation>Вийти всюди?</translation>
    </message>
    <message>
        <source>Sign the act</source>
        <translation>Підписати дію</translation>
    </message>
    <message>
        <source>Sign the mandate</source>
        <translation>Підписати довіреність</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Підпис</translation>
    </message>
    <message>
        <source>Signature and time-stamp are genuine.</source>
        <translation>Підпис і позначка часу справжні.</translation>
    </message>
    <message>
        <source>Signature is intact</source>
        <translation>Підпис цілий</translation>
    </message>
    <message>
        <source>Signed by the head, time-stamped by the perimeter, checked on this computer.</source>
        <translation>Підписано керівником, позначено часом на сервері, перевірено на цьому комп’ютері.</translation>
    </message>
    <message>
        <source>Signed by {signer}, existed at {moment}. The certificate was good until {day}.</source>
        <translation>Підписує {signer}; підпис існував {moment}. Сертифікат діяв до {day}.</translation>
    </message>
    <message>
        <source>Signing…</source>
        <translation>Підписуємо…</translation>
    </message>
    <message>
        <source>Signs</source>
        <translation>Підписує</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Мовчить</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>Сайт</translation>
    </message>
    <message>
        <source>Site or place</source>
        <translation>Сайт або заклад</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>Розріз</translation>
    </message>
    <message>
        <source>Slot halls</source>
        <translation>Зали автоматів</translation>
    </message>
    <message>
        <source>Something is still wrong.</source>
        <translation>Ще не все правильно.</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>Щось пішло не так.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Джерело</translation>
    </message>
    <message>
        <source>Source of data</source>
        <translation>Джерело даних</translation>
    </message>
    <message>
        <source>Sources of data</source>
        <translation>Джерела даних</translation>
    </message>
    <message>
        <source>Start the test contour</source>
        <translation>Запустити тестовий контур</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Запускаємо…</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Стан</translation>
    </message>
    <message>
        <source>Statement signed and checked here</source>
        <translation>Заяву підписано й перевірено тут</translation>
    </message>
    <message>
        <source>Statement to be signed</source>
        <translation>Заява, яку буде підписано</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Статистика</translation>
    </message>
    <message>
        <source>Statistics: counts</source>
        <translation>Статистика: кількість</translation>
    </message>
    <message>
        <source>Statistics: sums of money</source>
        <translation>Статистика: суми</translation>
    </message>
    <message>
        <source>Stays in the history; without players' data.</source>
        <translation>Лишиться в історії; без даних гравців.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Крок</translation>
    </message>
    <message>
        <source>Steps of connecting</source>
        <translation>Кроки підключення</translation>
    </message>
    <message>
        <source>Stop filling</source>
        <translation>Зупинити заповнення</translation>
    </message>
    <message>
        <source>Stop filling; what is there stays</source>
        <translation>Зупинити заповнення; що є, лишиться</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Сума</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>нд</translation>
    </message>
    <message>
        <source>Superseded</source>
        <translation>Замінено</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Призупинити</translation>
    </message>
    <message>
        <source>Suspend the key?</source>
        <translation>Призупинити ключ?</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Зупинено</translation>
    </message>
    <message>
        <source>Suspended {moment} by {who}</source>
        <translation>Призупинено {moment}, {who}</translation>
    </message>
    <message>
        <source>Suspend…</source>
        <translation>Призупинити…</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Системна</translation>
    </message>
    <message>
        <source>TEST CONTOUR</source>
        <translation>ТЕСТОВИЙ КОНТУР</translation>
    </message>
    <message>
        <source>TEST ENVIRONMENT</source>
        <translation>ТЕСТОВЕ СЕРЕДОВИЩЕ</translation>
    </message>
    <message>
        <source>Table copied</source>
        <translation>Таблицю скопійовано</translation>
    </message>
    <message>
        <source>Take into work</source>
        <translation>Узяти в роботу</translation>
    </message>
    <message>
        <source>Take it out of use</source>
        <translation>Вивести з дії</translation>
    </message>
    <message>
        <source>Take the old key out of use</source>
        <translation>Вивести старий ключ</translation>
    </message>
    <message>
        <source>Take the old key out of use?</source>
        <translation>Вивести старий ключ?</translation>
    </message>
    <message>
        <source>Tax number</source>
        <translation>РНОКПП</translation>
    </message>
    <message>
        <source>Ten digits. The person logs in with a QES that carries it.</source>
        <translation>Десять цифр. Особа входить із КЕП, де цей номер.</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>Строк</translation>
    </message>
    <message>
        <source>Term and yearly fee</source>
        <translation>Строк і щорічна плата</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Термінал</translation>
    </message>
    <message>
        <source>Test data without legal force</source>
        <translation>Дані тестові, юридичної сили не мають</translation>
    </message>
    <message>
        <source>Test key issued</source>
        <translation>Тестовий ключ видано</translation>
    </message>
    <message>
        <source>Test keys: all</source>
        <translation>Тестові ключі: усе</translation>
    </message>
    <message>
        <source>The PIN is blocked</source>
        <translation>ПІН-код заблоковано</translation>
    </message>
    <message>
        <source>The PIN is not kept and does not leave this computer</source>
        <translation>ПІН-код не зберігається і не залишає цей комп’ютер</translation>
    </message>
    <message>
        <source>The PIN must be changed first</source>
        <translation>Спершу треба змінити ПІН-код</translation>
    </message>
    <message>
        <source>The administrator of SOMS gives a connection profile: the server's address and whose keys to trust.</source>
        <translation>Профіль підключення видає адміністратор ДСОМ: у ньому адреса сервера й ключі, яким довіряти.</translation>
    </message>
    <message>
        <source>The bet and what followed</source>
        <translation>Ставка й що було далі</translation>
    </message>
    <message>
        <source>The cabinet is locked</source>
        <translation>Кабінет заблоковано</translation>
    </message>
    <message>
        <source>The cabinet writes this text itself. The token signs exactly it and nothing else.</source>
        <translation>Цей текст кабінет пише сам. Токен підписує саме його і нічого іншого.</translation>
    </message>
    <message numerus="yes">
        <source>The certificate ends in %n day(s)</source>
        <translation>
            <numerusform>Сертифікат закінчується за %n день</numerusform>
            <numerusform>Сертифікат закінчується за %n дні</numerusform>
            <numerusform>Сертифікат закінчується за %n днів</numerusform>
        </translation>
    </message>
    <message>
        <source>The certificate ends today</source>
        <translation>Сертифікат закінчується сьогодні</translation>
    </message>
    <message>
        <source>The check is passed: the transaction will be accepted.</source>
        <translation>Перевірку пройдено: транзакцію буде прийнято.</translation>
    </message>
    <message>
        <source>The company, its people and its bets are invented. Choose any of the certificates.</source>
        <translation>Компанія, люди й ставки вигадані. Виберіть будь-який придатний сертифікат.</translation>
    </message>
    <message>
        <source>The correction is not sent. A draft stays on this computer, encrypted.</source>
        <translation>Виправлення не надіслано. Чернетка лишиться на цьому комп’ютері, зашифрована.</translation>
    </message>
    <message>
        <source>The driver does not answer. Choose another module.</source>
        <translation>Драйвер не відповідає. Виберіть інший модуль.</translation>
    </message>
    <message>
        <source>The head acts by the registry and needs no mandate.</source>
        <translation>Керівник діє за реєстром і довіреності не потребує.</translation>
    </message>
    <message>
        <source>The key has leaked…</source>
        <translation>Ключ витік…</translation>
    </message>
    <message>
        <source>The key is not in a protected device</source>
        <translation>Ключ не в захищеному пристрої</translation>
    </message>
    <message>
        <source>The key is too weak</source>
        <translation>Ключ заслабкий</translation>
    </message>
    <message>
        <source>The key of the file signs the statement</source>
        <translation>Заяву підпише ключ із файла</translation>
    </message>
    <message>
        <source>The key “{name}” has leaked</source>
        <translation>Ключ «{name}» витік</translation>
    </message>
    <message>
        <source>The keyboard layout is not Latin.</source>
        <translation>Розкладка клавіатури не латинська.</translation>
    </message>
    <message>
        <source>The last day is before the first.</source>
        <translation>Останній день раніше за перший.</translation>
    </message>
    <message>
        <source>The last try</source>
        <translation>Остання спроба</translation>
    </message>
    <message>
        <source>The library is not protected</source>
        <translation>Бібліотеку не захищено</translation>
    </message>
    <message>
        <source>The log-in goes by the server's time. Set the clock right all the same.</source>
        <translation>Вхід іде за часом сервера. Проте годинник варто виправити.</translation>
    </message>
    <message>
        <source>The new key is ready. Its first use will show on the page by itself.</source>
        <translation>Новий ключ готовий. Перше використання з’явиться на сторінці само.</translation>
    </message>
    <message>
        <source>The new key is refused from now on, and the old one stays. The new one cannot be used again.</source>
        <translation>Новий ключ відтепер не приймають, старий залишається. Новим уже не можна буде скористатися.</translation>
    </message>
    <message>
        <source>The old key ends the moment the new one is made. Install it at once, or revoke the other key first.</source>
        <translation>Старий ключ завершиться тієї ж миті, коли буде зроблено новий. Установіть його одразу або спершу відкличте другий ключ.</translation>
    </message>
    <message>
        <source>The old key goes on for</source>
        <translation>Старий ключ діятиме ще</translation>
    </message>
    <message>
        <source>The old key is refused from now on, and the new one stays. This cannot be undone.</source>
        <translation>Старий ключ відтепер не приймають, новий залишається. Цього не скасувати.</translation>
    </message>
    <message>
        <source>The old key still works, until {moment} at the latest.</source>
        <translation>Старий ключ іще працює, щонайдовше до {moment}.</translation>
    </message>
    <message>
        <source>The old one can be taken out of use now.</source>
        <translation>Старий уже можна вивести.</translation>
    </message>
    <message>
        <source>The password has opened the file</source>
        <translation>Пароль відкрив файл</translation>
    </message>
    <message>
        <source>The password is too short.</source>
        <translation>Пароль закороткий.</translation>
    </message>
    <message>
        <source>The person is signed out at once and can log in no more. To let them back, appoint them anew.</source>
        <translation>Сеанси особи завершаться негайно, і ввійти вона більше не зможе. Щоб повернути доступ, призначте її знову.</translation>
    </message>
    <message>
        <source>The platform may submit with it again.</source>
        <translation>Платформа знову зможе подавати цим ключем.</translation>
    </message>
    <message>
        <source>The platform will at once lose the right to submit with this key. This cannot be undone.</source>
        <translation>Платформа одразу втратить право подавати цим ключем. Повернути його не можна.</translation>
    </message>
    <message>
        <source>The platform will be refused at once, until you resume it. Nothing is lost: it keeps its bets.</source>
        <translation>Платформі одразу відмовлятимуть, доки не відновите. Нічого не пропаде: ставки лишаються в неї.</translation>
    </message>
    <message>
        <source>The rejected entry stays as it is. A new one is linked to it by its hash, and the platform is told.</source>
        <translation>Відхилений запис лишається як є. Новий зв’язується з ним гешем, і платформа про нього дізнається.</translation>
    </message>
    <message>
        <source>The same data as a table</source>
        <translation>Ті самі дані таблицею</translation>
    </message>
    <message>
        <source>The server is checking.</source>
        <translation>Сервер перевіряє.</translation>
    </message>
    <message>
        <source>The server is checking…</source>
        <translation>Сервер перевіряє…</translation>
    </message>
    <message>
        <source>The term has passed</source>
        <translation>Строк минув</translation>
    </message>
    <message>
        <source>The test contour is not running</source>
        <translation>Тестовий контур не працює</translation>
    </message>
    <message>
        <source>The test contour is starting…</source>
        <translation>Тестовий контур запускається…</translation>
    </message>
    <message>
        <source>The token is signing the statement.</source>
        <translation>Токен підписує заяву.</translation>
    </message>
    <message>
        <source>The token is signing…</source>
        <translation>Токен підписує…</translation>
    </message>
    <message>
        <source>The token signs the log-in statement</source>
        <translation>Токен підпише заяву на вхід</translation>
    </message>
    <message>
        <source>The token took the PIN</source>
        <translation>Токен прийняв ПІН-код</translation>
    </message>
    <message>
        <source>The token will sign the log-in statement, and nothing else.</source>
        <translation>Токен підпише заяву на вхід. Більше нічого він не підпише.</translation>
    </message>
    <message>
        <source>The token will sign the mandate, a document that is kept. Nothing else is signed.</source>
        <translation>Токен підпише довіреність: документ, який зберігається. Більше нічого не підписується.</translation>
    </message>
    <message>
        <source>The token will sign this act, and nothing else.</source>
        <translation>Токен підпише лише цю дію.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>There is a draft of {moment} that was not sent.</source>
        <translation>Є ненадіслана чернетка від {moment}.</translation>
    </message>
    <message>
        <source>There is no day {day}.</source>
        <translation>Дня {day} немає.</translation>
    </message>
    <message>
        <source>There is no such code: the check digit does not fit.</source>
        <translation>Такого коду немає: не збігається контрольна цифра.</translation>
    </message>
    <message>
        <source>This certificate is personal: it names no company. Only the head of a company may log in with it.</source>
        <translation>Сертифікат особистий, компанії в ньому немає. Увійти з ним може лише керівник компанії.</translation>
    </message>
    <message>
        <source>This computer's clock is fast by {time}</source>
        <translation>Годинник цього комп’ютера поспішає на {time}</translation>
    </message>
    <message>
        <source>This computer's clock is slow by {time}</source>
        <translation>Годинник цього комп’ютера відстає на {time}</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Цей місяць</translation>
    </message>
    <message>
        <source>This one</source>
        <translation>Цей</translation>
    </message>
    <message>
        <source>This role has its rights, and none can be added.</source>
        <translation>Ця роль має свої права, додати до них нічого не можна.</translation>
    </message>
    <message>
        <source>This source has a live key already</source>
        <translation>Для цього джерела вже є живий ключ</translation>
    </message>
    <message>
        <source>This source has two live keys already: a third will be refused</source>
        <translation>Для цього джерела вже є два живі ключі: третій буде відхилено</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>чт</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Час</translation>
    </message>
    <message>
        <source>To a time…</source>
        <translation>До часу…</translation>
    </message>
    <message>
        <source>To change a key, close this and press “Replace…” beside it; or revoke one first.</source>
        <translation>Щоб змінити ключ, закрийте це вікно й натисніть «Замінити…» біля нього; або спершу відкличте один.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сьогодні</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Токен</translation>
    </message>
    <message>
        <source>Token module</source>
        <translation>Модуль токена</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Разом</translation>
    </message>
    <message>
        <source>Totaliser</source>
        <translation>Тоталізатор</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>Транзакція</translation>
    </message>
    <message>
        <source>Transport, mTLS</source>
        <translation>Транспорт, mTLS</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Спробувати</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Спробувати ще</translation>
    </message>
    <message>
        <source>Try again, or copy the report for support.</source>
        <translation>Спробуйте ще або скопіюйте звіт для підтримки.</translation>
    </message>
    <message>
        <source>Try it on the test contour</source>
        <translation>Спробувати на тестовому контурі</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>вт</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>Вимкнути</translation>
    </message>
    <message>
        <source>Two keys of this source are live: this one can be replaced only without an overlap</source>
        <translation>Для джерела живі два ключі: цей можна замінити лише без перекриття</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Тип</translation>
    </message>
    <message>
        <source>Type and site</source>
        <translation>Тип і сайт</translation>
    </message>
    <message>
        <source>UAH</source>
        <translation>грн</translation>
    </message>
    <message>
        <source>UAPKI library</source>
        <translation>Бібліотека UAPKI</translation>
    </message>
    <message>
        <source>UAPKI library for DSTU keys in files</source>
        <translation>Бібліотека UAPKI для ключів ДСТУ у файлах</translation>
    </message>
    <message>
        <source>Under way…</source>
        <translation>Виконуємо…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Розблокувати</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Діє до</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Чинна</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Перевірено</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Версія</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Версія {version}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Чекаємо</translation>
    </message>
    <message>
        <source>Waiting for the PIN…</source>
        <translation>Чекаємо на ПІН-код…</translation>
    </message>
    <message>
        <source>Waiting for the signature…</source>
        <translation>Очікування підпису…</translation>
    </message>
    <message>
        <source>Waits for IT</source>
        <translation>Чекає ІТ</translation>
    </message>
    <message>
        <source>Watching live; the window may be closed.</source>
        <translation>Стежимо наживо, вікно можна закрити.</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>ср</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Тиждень</translation>
    </message>
    <message>
        <source>What shall we begin with?</source>
        <translation>З чого почнемо?</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Що зробити</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Що зроблено</translation>
    </message>
    <message>
        <source>Where secrets live</source>
        <translation>Де лежать секрети</translation>
    </message>
    <message>
        <source>Who acts</source>
        <translation>Хто діє</translation>
    </message>
    <message>
        <source>Who works on it</source>
        <translation>Хто працює</translation>
    </message>
    <message>
        <source>Whole text</source>
        <translation>Увесь текст</translation>
    </message>
    <message>
        <source>Whole transaction</source>
        <translation>Уся транзакція</translation>
    </message>
    <message>
        <source>Whose, and of which company</source>
        <translation>Чий і якої компанії</translation>
    </message>
    <message>
        <source>Widen it.</source>
        <translation>Розширте його.</translation>
    </message>
    <message>
        <source>Widen the period.</source>
        <translation>Розширте період.</translation>
    </message>
    <message>
        <source>With a qualified signature on a protected device</source>
        <translation>Кваліфікованим підписом на захищеному носії</translation>
    </message>
    <message>
        <source>With a second one, each can be replaced only without an overlap. To change it, use “Replace…”.</source>
        <translation>З другим кожен можна буде замінити лише без перекриття. Щоб змінити ключ, скористайтеся «Замінити…».</translation>
    </message>
    <message>
        <source>Words for the filter</source>
        <translation>Слова для фільтра</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>Працює</translation>
    </message>
    <message>
        <source>Write a day, for example 31.12.2027.</source>
        <translation>Напишіть день, наприклад 31.12.2027.</translation>
    </message>
    <message>
        <source>Write the person's full name.</source>
        <translation>Напишіть повне ім’я особи.</translation>
    </message>
    <message>
        <source>Write why nothing is to be corrected.</source>
        <translation>Напишіть, чому виправляти не треба.</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Рік</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Учора</translation>
    </message>
    <message>
        <source>You will sign a mandate with your token. It is kept, and it can be ended at any moment.</source>
        <translation>Ви підпишете довіреність своїм токеном. Її зберігають, і припинити її можна будь-коли.</translation>
    </message>
    <message>
        <source>Your role does not allow corrections.</source>
        <translation>Ваша роль не дозволяє коригувань.</translation>
    </message>
    <message>
        <source>Your role does not allow issuing keys.</source>
        <translation>Ваша роль не дозволяє видавати ключі.</translation>
    </message>
    <message>
        <source>a bet</source>
        <translation>ставку</translation>
    </message>
    <message>
        <source>a rejected attempt</source>
        <translation>відхилену спробу</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>прийнято</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>усе разом</translation>
    </message>
    <message>
        <source>an accepted transaction</source>
        <translation>прийняту транзакцію</translation>
    </message>
    <message>
        <source>an advanced signature (УЕП), not a qualified one (КЕП)</source>
        <translation>удосконалений підпис (УЕП), не КЕП</translation>
    </message>
    <message>
        <source>by brand</source>
        <translation>за брендом</translation>
    </message>
    <message>
        <source>by itself {moment}</source>
        <translation>саме {moment}</translation>
    </message>
    <message>
        <source>by licence</source>
        <translation>за ліцензією</translation>
    </message>
    <message>
        <source>by site</source>
        <translation>за сайтом</translation>
    </message>
    <message>
        <source>by source</source>
        <translation>за джерелом</translation>
    </message>
    <message>
        <source>by type</source>
        <translation>за типом</translation>
    </message>
    <message>
        <source>by {when}</source>
        <translation>до {when}</translation>
    </message>
    <message>
        <source>calls: {count}, {ago}, {address}</source>
        <translation>звернень: {count}, {ago}, {address}</translation>
    </message>
    <message>
        <source>certain proposal</source>
        <translation>точна пропозиція</translation>
    </message>
    <message>
        <source>checking…</source>
        <translation>перевіряємо…</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>виберіть</translation>
    </message>
    <message>
        <source>corrections</source>
        <translation>коригування</translation>
    </message>
    <message>
        <source>day.month.year</source>
        <translation>день.місяць.рік</translation>
    </message>
    <message>
        <source>due</source>
        <translation>строк</translation>
    </message>
    <message>
        <source>ends with the window</source>
        <translation>завершується разом із вікном</translation>
    </message>
    <message>
        <source>entered in the registry</source>
        <translation>внесено до реєстру</translation>
    </message>
    <message>
        <source>expected {value}</source>
        <translation>очікується {value}</translation>
    </message>
    <message>
        <source>falling</source>
        <translation>спадає</translation>
    </message>
    <message>
        <source>fee recorded</source>
        <translation>плату зараховано</translation>
    </message>
    <message>
        <source>files written</source>
        <translation>файли записано</translation>
    </message>
    <message>
        <source>filled: year paid · pin: today</source>
        <translation>зафарбовано: рік сплачено · мітка: сьогодні</translation>
    </message>
    <message>
        <source>first time</source>
        <translation>уперше</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>зникла</translation>
    </message>
    <message>
        <source>if granted</source>
        <translation>якщо надано</translation>
    </message>
    <message>
        <source>in memory only</source>
        <translation>лише в пам’яті</translation>
    </message>
    <message>
        <source>k</source>
        <translation>тис.</translation>
    </message>
    <message>
        <source>key file</source>
        <translation>файловий ключ</translation>
    </message>
    <message>
        <source>key file: {level}</source>
        <translation>файловий ключ: {level}</translation>
    </message>
    <message>
        <source>leave the field out</source>
        <translation>без цього поля</translation>
    </message>
    <message>
        <source>likely proposal</source>
        <translation>імовірна пропозиція</translation>
    </message>
    <message>
        <source>log-in within 3 seconds</source>
        <translation>вхід за 3 секунди</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>перевіряємо…</translation>
    </message>
    <message>
        <source>m</source>
        <translation>млн</translation>
    </message>
    <message>
        <source>no batches {numbers}</source>
        <translation>бракує пакетів {numbers}</translation>
    </message>
    <message>
        <source>no numbers {numbers}</source>
        <translation>бракує номерів {numbers}</translation>
    </message>
    <message>
        <source>nobody has taken it</source>
        <translation>ще не взято</translation>
    </message>
    <message>
        <source>none in use</source>
        <translation>не використовується</translation>
    </message>
    <message>
        <source>not at all: it ends at once</source>
        <translation>ніскільки: припиниться одразу</translation>
    </message>
    <message>
        <source>not in use then</source>
        <translation>після виведення не діє</translation>
    </message>
    <message>
        <source>not named</source>
        <translation>не вказано</translation>
    </message>
    <message>
        <source>not passed</source>
        <translation>не пройдено</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>немає</translation>
    </message>
    <message>
        <source>not used yet</source>
        <translation>ще не вживано</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>ще ні</translation>
    </message>
    <message>
        <source>noticed {moment}</source>
        <translation>помічено {moment}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>зараз</translation>
    </message>
    <message>
        <source>of April</source>
        <translation>квітня</translation>
    </message>
    <message>
        <source>of August</source>
        <translation>серпня</translation>
    </message>
    <message>
        <source>of December</source>
        <translation>грудня</translation>
    </message>
    <message>
        <source>of February</source>
        <translation>лютого</translation>
    </message>
    <message>
        <source>of January</source>
        <translation>січня</translation>
    </message>
    <message>
        <source>of July</source>
        <translation>липня</translation>
    </message>
    <message>
        <source>of June</source>
        <translation>червня</translation>
    </message>
    <message>
        <source>of March</source>
        <translation>березня</translation>
    </message>
    <message>
        <source>of May</source>
        <translation>травня</translation>
    </message>
    <message>
        <source>of November</source>
        <translation>листопада</translation>
    </message>
    <message>
        <source>of October</source>
        <translation>жовтня</translation>
    </message>
    <message>
        <source>of September</source>
        <translation>вересня</translation>
    </message>
    <message>
        <source>one key in the system's keychain, the rest encrypted under it</source>
        <translation>один ключ у сховищі системи, решта під ним зашифрована</translation>
    </message>
    <message>
        <source>out of use {moment}</source>
        <translation>виведення {moment}</translation>
    </message>
    <message>
        <source>over {sum} UAH</source>
        <translation>понад {sum} грн</translation>
    </message>
    <message>
        <source>personal certificate</source>
        <translation>особистий сертифікат</translation>
    </message>
    <message>
        <source>personal data masked</source>
        <translation>персональні дані приховано</translation>
    </message>
    <message>
        <source>plugged into this computer</source>
        <translation>вставлений у цей комп’ютер</translation>
    </message>
    <message>
        <source>production</source>
        <translation>промислове середовище</translation>
    </message>
    <message>
        <source>read proofs</source>
        <translation>читати докази</translation>
    </message>
    <message>
        <source>read rejections</source>
        <translation>читати відхилені</translation>
    </message>
    <message>
        <source>read statistics</source>
        <translation>читати статистику</translation>
    </message>
    <message>
        <source>record as of {moment}, Kyiv time</source>
        <translation>запис станом на {moment} за Києвом</translation>
    </message>
    <message>
        <source>recurring</source>
        <translation>повторна</translation>
    </message>
    <message>
        <source>rising</source>
        <translation>зростає</translation>
    </message>
    <message>
        <source>root of all verification</source>
        <translation>корінь усіх перевірок</translation>
    </message>
    <message>
        <source>rule {rule}, version {version}</source>
        <translation>правило {rule}, редакція {version}</translation>
    </message>
    <message>
        <source>s</source>
        <translation>с</translation>
    </message>
    <message>
        <source>signature, term, person, right to act</source>
        <translation>підпис, строк, особа, право діяти</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>з підписом</translation>
    </message>
    <message>
        <source>silent for {span}</source>
        <translation>мовчить {span}</translation>
    </message>
    <message>
        <source>since {start}, seen {last}, until {end}</source>
        <translation>з {start}, активний о {last}, до {end}</translation>
    </message>
    <message>
        <source>spike</source>
        <translation>сплеск</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>стала</translation>
    </message>
    <message>
        <source>submit transactions</source>
        <translation>подавати транзакції</translation>
    </message>
    <message>
        <source>test contour</source>
        <translation>тестовий контур</translation>
    </message>
    <message>
        <source>test environment</source>
        <translation>тестове середовище</translation>
    </message>
    <message>
        <source>the period before is taken up to the same hour</source>
        <translation>попередній період узято до тієї самої години</translation>
    </message>
    <message>
        <source>the registry</source>
        <translation>реєстр</translation>
    </message>
    <message>
        <source>the token itself checks it</source>
        <translation>перевіряє сам токен</translation>
    </message>
    <message>
        <source>the token signs the log-in statement</source>
        <translation>токен підписує заяву на вхід</translation>
    </message>
    <message>
        <source>the whole log, by this computer</source>
        <translation>увесь журнал, цим комп’ютером</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>цей комп’ютер</translation>
    </message>
    <message>
        <source>today</source>
        <translation>сьогодні</translation>
    </message>
    <message>
        <source>today at {time}</source>
        <translation>сьогодні о {time}</translation>
    </message>
    <message>
        <source>today, {time}</source>
        <translation>сьогодні, {time}</translation>
    </message>
    <message>
        <source>unfinished is pale</source>
        <translation>незавершене бліде</translation>
    </message>
    <message>
        <source>updated {time}</source>
        <translation>оновлено {time}</translation>
    </message>
    <message>
        <source>updating…</source>
        <translation>оновлюємо…</translation>
    </message>
    <message>
        <source>usually no longer than {span}</source>
        <translation>зазвичай не довше ніж {span}</translation>
    </message>
    <message>
        <source>valid until {day}</source>
        <translation>дійсний до {day}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>чекає</translation>
    </message>
    <message>
        <source>was</source>
        <translation>було</translation>
    </message>
    <message>
        <source>we find your token's module</source>
        <translation>знаходимо модуль вашого токена</translation>
    </message>
    <message>
        <source>whole cause</source>
        <translation>уся причина</translation>
    </message>
    <message>
        <source>will be</source>
        <translation>стане</translation>
    </message>
    <message>
        <source>without internet, nothing is sent</source>
        <translation>без інтернету, нічого не надсилається</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>так</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>учора</translation>
    </message>
    <message>
        <source>you name it next</source>
        <translation>назвете на наступному кроці</translation>
    </message>
    <message>
        <source>your QES, issued for the company</source>
        <translation>ваш КЕП, виданий компанії</translation>
    </message>
    <message>
        <source>your own, off by default</source>
        <translation>ваша власна, типово вимкнена</translation>
    </message>
    <message>
        <source>{address} used the old key {span} ago. Install the new one there; this will change by itself.</source>
        <translation>{address} користувався старим ключем {span} тому. Установіть там новий; стан зміниться сам.</translation>
    </message>
    <message>
        <source>{before} → {after}, because {why}</source>
        <translation>{before} → {after}, бо {why}</translation>
    </message>
    <message>
        <source>{before} → {after}, likely: {why}</source>
        <translation>{before} → {after}, імовірно: {why}</translation>
    </message>
    <message>
        <source>{done} agree</source>
        <translation>{done} збігаються</translation>
    </message>
    <message>
        <source>{done} of {all} checkpoints</source>
        <translation>{done} із {all} точок</translation>
    </message>
    <message>
        <source>{done} of {all} days</source>
        <translation>{done} із {all} днів</translation>
    </message>
    <message>
        <source>{done} of {all} receipts</source>
        <translation>{done} із {all} квитанцій</translation>
    </message>
    <message>
        <source>{done} of {total} senders</source>
        <translation>{done} з {total} відправників</translation>
    </message>
    <message>
        <source>{done} of {total} steps</source>
        <translation>{done} з {total} кроків</translation>
    </message>
    <message>
        <source>{label}: choose from a calendar</source>
        <translation>{label}: вибрати з календаря</translation>
    </message>
    <message>
        <source>{number} is to be entered by the end of {day}. Days off do not count.</source>
        <translation>{number} мають внести до кінця {day}. Вихідні не рахуються.</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} з {total}</translation>
    </message>
    <message>
        <source>{passed} of 5 passed</source>
        <translation>Пройдено {passed} з 5</translation>
    </message>
    <message>
        <source>{span} ago</source>
        <translation>{span} тому</translation>
    </message>
    <message>
        <source>{span} left</source>
        <translation>Лишилося {span}</translation>
    </message>
    <message>
        <source>“signed”: each act is signed with the PIN</source>
        <translation>«з підписом»: кожну дію підписують PIN-кодом</translation>
    </message>
    <message>
        <source>Clear ticks</source>
        <translation>Зняти позначки</translation>
    </message>
    <message>
        <source>{ticked} of {listed} ticked</source>
        <translation>Вибрано {ticked} з {listed}</translation>
    </message>
    <message>
        <source>Nothing is ticked</source>
        <translation>Нічого не вибрано</translation>
    </message>
    <message>
        <source>X ticks a row, Ctrl+A all of them</source>
        <translation>X вибирає рядок, Ctrl+A — усі</translation>
    </message>
    <message>
        <source>Tick all {number}</source>
        <translation>Вибрати всі {number}</translation>
    </message>
    <message>
        <source>Correct {number}…</source>
        <translation>Виправити {number}…</translation>
    </message>
    <message>
        <source>Was → will be</source>
        <translation>Було → стане</translation>
    </message>
    <message>
        <source>Why it is here</source>
        <translation>Чому у вибірці</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>без змін</translation>
    </message>
    <message>
        <source>largest sum</source>
        <translation>найбільша сума</translation>
    </message>
    <message>
        <source>oldest</source>
        <translation>найстаріша</translation>
    </message>
    <message>
        <source>newest</source>
        <translation>найновіша</translation>
    </message>
    <message>
        <source>would fail</source>
        <translation>не пройде</translation>
    </message>
    <message>
        <source>picked at random</source>
        <translation>випадкова</translation>
    </message>
    <message>
        <source>Each line is checked before anything is sent.</source>
        <translation>Кожен рядок перевіряють до того, як щось надіслати.</translation>
    </message>
    <message>
        <source>Sample of the act</source>
        <translation>Вибірка</translation>
    </message>
    <message>
        <source>What to change</source>
        <translation>Що змінити</translation>
    </message>
    <message>
        <source>Take what is certain</source>
        <translation>Узяти точні пропозиції</translation>
    </message>
    <message>
        <source>Take what is certain or likely</source>
        <translation>Узяти точні й імовірні пропозиції</translation>
    </message>
    <message>
        <source>bets − payouts − refunds</source>
        <translation>ставки − виплати − повернення</translation>
    </message>
    <message>
        <source>To be changed</source>
        <translation>Змінимо</translation>
    </message>
    <message>
        <source>Go along unchanged</source>
        <translation>Підуть слідом</translation>
    </message>
    <message>
        <source>Sum of operations</source>
        <translation>Сума операцій</translation>
    </message>
    <message>
        <source>all added</source>
        <translation>усі разом</translation>
    </message>
    <message>
        <source>Influence on GGR</source>
        <translation>Вплив на GGR</translation>
    </message>
    <message>
        <source>Sample: {shown} of {all}</source>
        <translation>Вибірка: {shown} з {all}</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Читаємо</translation>
    </message>
    <message>
        <source>Checking every line</source>
        <translation>Перевіряємо кожен рядок</translation>
    </message>
    <message>
        <source>Every line is checked</source>
        <translation>Кожен рядок перевірено</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Надсилаємо</translation>
    </message>
    <message>
        <source>{number} a second</source>
        <translation>{number} за секунду</translation>
    </message>
    <message>
        <source>Would be accepted: {number}</source>
        <translation>Буде прийнято: {number}</translation>
    </message>
    <message>
        <source>Would be refused</source>
        <translation>Буде відхилено</translation>
    </message>
    <message>
        <source>It goes on when this is hidden, and after a crash.</source>
        <translation>Триватиме, якщо сховати це вікно, і продовжиться після збою.</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Сховати</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Зупинити</translation>
    </message>
    <message>
        <source>What was checked is kept.</source>
        <translation>Перевірене збережено.</translation>
    </message>
    <message>
        <source>Send {number}</source>
        <translation>Надіслати {number}</translation>
    </message>
    <message>
        <source>It can be sent when every line is checked.</source>
        <translation>Надіслати можна, коли кожен рядок перевірено.</translation>
    </message>
    <message>
        <source>Nothing of it would be accepted.</source>
        <translation>Нічого з цього не прийняли б.</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>Операції</translation>
    </message>
    <message>
        <source>SHA-256 of the set</source>
        <translation>SHA-256 набору</translation>
    </message>
    <message>
        <source>Sent by</source>
        <translation>Надсилає</translation>
    </message>
    <message>
        <source>Left out, a person must say the value</source>
        <translation>Пропустимо: значення має назвати людина</translation>
    </message>
    <message>
        <source>Left out, personal data: only the platform can send them again</source>
        <translation>Пропустимо: персональні дані, повторити може лише платформа</translation>
    </message>
    <message>
        <source>Left out, not readable: only the platform can send them again</source>
        <translation>Пропустимо: не читається, повторити може лише платформа</translation>
    </message>
    <message>
        <source>Left out, they wait for what they hang on</source>
        <translation>Пропустимо: чекають на те, від чого залежать</translation>
    </message>
    <message>
        <source>{accepted} of {total} accepted</source>
        <translation>Прийнято {accepted} з {total}</translation>
    </message>
    <message>
        <source>The platform is told of every correction. The rejected entries stay in the log as they were.</source>
        <translation>Платформу повідомлено про кожне виправлення. Відхилені записи лишаються в журналі, як були.</translation>
    </message>
    <message>
        <source>GGR has moved by</source>
        <translation>GGR змінився на</translation>
    </message>
    <message>
        <source>Corrected and accepted</source>
        <translation>Виправлено й прийнято</translation>
    </message>
    <message>
        <source>Sent after them and accepted</source>
        <translation>Надіслано слідом і прийнято</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Відхилено</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Не надіслано</translation>
    </message>
    <message>
        <source>What was accepted is never deleted; a wrong one is reversed by an entry of its own.</source>
        <translation>Прийняте не видаляють; помилкове сторнують окремою операцією.</translation>
    </message>
    <message>
        <source>Another act is being sent.</source>
        <translation>Надсилається інше виправлення.</translation>
    </message>
    <message>
        <source>Sent {done} of {total}</source>
        <translation>Надіслано {done} з {total}</translation>
    </message>
    <message>
        <source>An unfinished correction: {done} of {total} sent</source>
        <translation>Незавершене виправлення: надіслано {done} з {total}</translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>вибрано</translation>
    </message>
    <message>
        <source>Ticked</source>
        <translation>Вибір</translation>
    </message>
    <message numerus="yes">
        <source>%n bet(s)</source>
        <translation>
            <numerusform>%n ставка</numerusform>
            <numerusform>%n ставки</numerusform>
            <numerusform>%n ставок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n payout(s)</source>
        <translation>
            <numerusform>%n виплата</numerusform>
            <numerusform>%n виплати</numerusform>
            <numerusform>%n виплат</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refund(s)</source>
        <translation>
            <numerusform>%n повернення</numerusform>
            <numerusform>%n повернення</numerusform>
            <numerusform>%n повернень</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n інша</numerusform>
            <numerusform>%n інші</numerusform>
            <numerusform>%n інших</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Correct %n rejection(s)</source>
        <translation>
            <numerusform>Виправити %n відхилення</numerusform>
            <numerusform>Виправити %n відхилення</numerusform>
            <numerusform>Виправити %n відхилень</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay(s) open</source>
        <translation>
            <numerusform>Ще %n лишиться відкритим</numerusform>
            <numerusform>Ще %n лишаться відкритими</numerusform>
            <numerusform>Ще %n лишаться відкритими</numerusform>
        </translation>
    </message>
    <message>
        <source>Set a field</source>
        <translation>Задати поле</translation>
    </message>
    <message>
        <source>Replace values of a field</source>
        <translation>Замінити значення поля</translation>
    </message>
    <message>
        <source>Move the time</source>
        <translation>Зсунути час</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Значення</translation>
    </message>
    <message>
        <source>Sums in hryvnias.</source>
        <translation>Суми в гривнях.</translation>
    </message>
    <message>
        <source>Old = new, one pair a line</source>
        <translation>Старе = нове, по парі в рядку</translation>
    </message>
    <message>
        <source>Minutes, with a minus for earlier</source>
        <translation>Хвилини, з мінусом — раніше</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Продовжити</translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation>Призначити…</translation>
    </message>
    <message>
        <source>Decide about what is ticked</source>
        <translation>Рішення щодо вибраних</translation>
    </message>
    <message>
        <source>Platform {source}</source>
        <translation>Платформа {source}</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Квитанція</translation>
    </message>
    <message>
        <source>entry {number} of the log</source>
        <translation>запис {number} журналу</translation>
    </message>
    <message>
        <source>sum of operations {sum} UAH</source>
        <translation>сума операцій {sum} грн</translation>
    </message>
    <message>
        <source>influence on GGR {sum} UAH</source>
        <translation>вплив на GGR {sum} грн</translation>
    </message>
    <message>
        <source>GGR {sum} UAH</source>
        <translation>GGR {sum} грн</translation>
    </message>
    <message>
        <source>Save the view…</source>
        <translation>Зберегти вид…</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>Назва виду</translation>
    </message>
    <message>
        <source>Bring “{name}” back</source>
        <translation>Повернути «{name}»</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Посилання</translation>
    </message>
    <message>
        <source>Copy a link to what is listed</source>
        <translation>Скопіювати посилання на те, що в списку</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Посилання скопійовано</translation>
    </message>
    <message>
        <source>Rejections by the filter “{words}”</source>
        <translation>Відхилення за фільтром «{words}»</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Перейменувати…</translation>
    </message>
    <message>
        <source>Replace by the present filter</source>
        <translation>Замінити поточним фільтром</translation>
    </message>
    <message>
        <source>Move to the left</source>
        <translation>Пересунути ліворуч</translation>
    </message>
    <message>
        <source>Move to the right</source>
        <translation>Пересунути праворуч</translation>
    </message>
    <message>
        <source>Delete the view</source>
        <translation>Видалити вид</translation>
    </message>
    <message>
        <source>Open ones</source>
        <translation>Відкриті</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Мої</translation>
    </message>
    <message>
        <source>New today</source>
        <translation>Нові за сьогодні</translation>
    </message>
    <message>
        <source>To be sent again</source>
        <translation>Можна повторити</translation>
    </message>
    <message>
        <source>{number} more</source>
        <translation>Ще {number}</translation>
    </message>
    <message>
        <source>a list of ids</source>
        <translation>список ід</translation>
    </message>
    <message>
        <source>ids: {given}</source>
        <translation>ід: {given}</translation>
    </message>
    <message>
        <source>ids: {found} of {given}</source>
        <translation>ід: {found} з {given}</translation>
    </message>
    <message>
        <source>Found among rejections: {found} of {given}</source>
        <translation>Знайдено серед відхилень: {found} з {given}</translation>
    </message>
    <message>
        <source>Take the list out</source>
        <translation>Прибрати список</translation>
    </message>
    <message>
        <source>Ids that were not found are copied</source>
        <translation>Незнайдені ідентифікатори скопійовано</translation>
    </message>
    <message>
        <source>Looking for the ids…</source>
        <translation>Шукаємо ідентифікатори…</translation>
    </message>
    <message>
        <source>“{given}” as {read}</source>
        <translation>«{given}» як {read}</translation>
    </message>
    <message>
        <source>Letters of the other alphabet were read as Latin ones: {words}</source>
        <translation>Літери іншої абетки прочитано як латинські: {words}</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Цей тиждень</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>Минулий тиждень</translation>
    </message>
    <message numerus="yes">
        <source>Copy %n id(s) that were not found</source>
        <translation>
            <numerusform>Скопіювати %n незнайдений</numerusform>
            <numerusform>Скопіювати %n незнайдені</numerusform>
            <numerusform>Скопіювати %n незнайдених</numerusform>
        </translation>
    </message>
    <message>
        <source>Filters {number}</source>
        <translation>Фільтри {number}</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Експорт…</translation>
    </message>
    <message>
        <source>Export of rejections</source>
        <translation>Експорт відхилень</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Експортувати</translation>
    </message>
    <message>
        <source>Form of the file</source>
        <translation>Формат файлу</translation>
    </message>
    <message>
        <source>With a byte order mark, for Excel</source>
        <translation>З позначкою BOM, для Excel</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Куди записати</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Відкрити папку</translation>
    </message>
    <message numerus="yes">
        <source>The file is there, whole: %n rejection(s).</source>
        <translation>
            <numerusform>Файл готовий і повний: %n відхилення.</numerusform>
            <numerusform>Файл готовий і повний: %n відхилення.</numerusform>
            <numerusform>Файл готовий і повний: %n відхилень.</numerusform>
        </translation>
    </message>
    <message>
        <source>What was written is kept: the export goes on with the same row.</source>
        <translation>Записане збережено: експорт піде далі з того самого рядка.</translation>
    </message>
    <message>
        <source>The export stands still.</source>
        <translation>Експорт зупинено.</translation>
    </message>
    <message>
        <source>A table for any program: ISO times, sums in kopecks.</source>
        <translation>Таблиця для будь-якої програми: час за ISO, суми в копійках.</translation>
    </message>
    <message>
        <source>A workbook: sums in hryvnias, Kyiv time, a new sheet where one is full.</source>
        <translation>Книга Excel: суми в гривнях, київський час, новий аркуш, коли попередній повний.</translation>
    </message>
    <message>
        <source>A line of JSON for each, with the exact bytes that were sent.</source>
        <translation>Рядок JSON на кожне відхилення, з точними байтами, як їх надіслано.</translation>
    </message>
    <message>
        <source>A summary to print: causes, counts and sums.</source>
        <translation>Підсумок для друку: причини, кількості й суми.</translation>
    </message>
    <message>
        <source>all rejections</source>
        <translation>усі відхилення</translation>
    </message>
    <message>
        <source>{count} · {filter} · up to entry {entry} of the log</source>
        <translation>{count} · {filter} · до запису {entry} журналу</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>Починаємо…</translation>
    </message>
    <message>
        <source>Making the file: {done} of {total}</source>
        <translation>Складаємо файл: {done} з {total}</translation>
    </message>
    <message>
        <source>{done} of {total} rows</source>
        <translation>{done} з {total} рядків</translation>
    </message>
    <message>
        <source>{number} rows a second</source>
        <translation>{number} рядків за секунду</translation>
    </message>
    <message>
        <source>rejections</source>
        <translation>відхилення</translation>
    </message>
    <message>
        <source>The export is ready.</source>
        <translation>Експорт готовий.</translation>
    </message>
    <message>
        <source>An unfinished export: {file}</source>
        <translation>Незавершений експорт: {file}</translation>
    </message>
    <message>
        <source>Sign and send {number}</source>
        <translation>Підписати й надіслати {number}</translation>
    </message>
    <message>
        <source>You will sign it: one signature for the whole act.</source>
        <translation>Ви підпишете це: один підпис на всю дію.</translation>
    </message>
    <message>
        <source>A reversal is corrected by the head, or whoever the head has granted it.</source>
        <translation>Сторно виправляє керівник або той, кому він дав це право.</translation>
    </message>
    <message>
        <source>Accepted transaction</source>
        <translation>Прийнята транзакція</translation>
    </message>
    <message>
        <source>Reverse</source>
        <translation>Сторнувати</translation>
    </message>
    <message>
        <source>Reverse…</source>
        <translation>Сторнувати…</translation>
    </message>
    <message>
        <source>Reason of the reversal</source>
        <translation>Причина сторно</translation>
    </message>
    <message>
        <source>It stays in the log as it was. A reversal is added and takes it out of the figures of its day.</source>
        <translation>У журналі вона лишиться, як була. Сторно додасться й прибере її з показників її дня.</translation>
    </message>
    <message>
        <source>You will sign it.</source>
        <translation>Ви підпишете це.</translation>
    </message>
    <message>
        <source>Occurred</source>
        <translation>Відбулося</translation>
    </message>
    <message>
        <source>It is reversed already.</source>
        <translation>Її вже сторновано.</translation>
    </message>
    <message>
        <source>It is a reversal itself: what is right now is sent as its replacement.</source>
        <translation>Це саме сторно: правильне надсилають як його заміну.</translation>
    </message>
    <message>
        <source>What was accepted is reversed by the head, or whoever the head has granted it.</source>
        <translation>Прийняте сторнує керівник або той, кому він дав це право.</translation>
    </message>
    <message>
        <source>These stand on it and are reversed first:</source>
        <translation>За нею стоять, і їх сторнують спершу:</translation>
    </message>
    <message>
        <source>and {number} more</source>
        <translation>і ще {number}</translation>
    </message>
    <message>
        <source>The check is passed: the reversal will be accepted.</source>
        <translation>Перевірку пройдено: сторно буде прийнято.</translation>
    </message>
    <message>
        <source>Reverse the bet</source>
        <translation>Сторнувати ставку</translation>
    </message>
    <message>
        <source>Reverse the refund</source>
        <translation>Сторнувати повернення</translation>
    </message>
    <message>
        <source>Reverse the payout</source>
        <translation>Сторнувати виплату</translation>
    </message>
    <message>
        <source>Reverse the transaction</source>
        <translation>Сторнувати транзакцію</translation>
    </message>
    <message>
        <source>reversed</source>
        <translation>сторновано</translation>
    </message>
    <message>
        <source>Reversal accepted and told to the platform</source>
        <translation>Сторно прийнято й передано платформі</translation>
    </message>
    <message>
        <source>A time leads to a row only where rows are sorted by receipt.</source>
        <translation>До часу переходять лише тоді, коли рядки впорядковано за часом отримання.</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>Як зазвичай</translation>
    </message>
    <message>
        <source>Card of the rejection</source>
        <translation>Картка відхилення</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Стовпці</translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation>Фільтрувати за цим значенням</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Рядки</translation>
    </message>
    <message>
        <source>Show the bet</source>
        <translation>Показати ставку</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Упорядкувати за</translation>
    </message>
    <message>
        <source>Sorted by {order}</source>
        <translation>Упорядковано за {order}</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Що показано</translation>
    </message>
    <message>
        <source>code, from the first</source>
        <translation>кодом, від першого</translation>
    </message>
    <message>
        <source>code, from the last</source>
        <translation>кодом, від останнього</translation>
    </message>
    <message>
        <source>occurred, newest first</source>
        <translation>часом операції, спершу найновіші</translation>
    </message>
    <message>
        <source>occurred, oldest first</source>
        <translation>часом операції, спершу найдавніші</translation>
    </message>
    <message>
        <source>received, newest first</source>
        <translation>часом отримання, спершу найновіші</translation>
    </message>
    <message>
        <source>received, oldest first</source>
        <translation>часом отримання, спершу найдавніші</translation>
    </message>
    <message>
        <source>sum, largest first</source>
        <translation>сумою, спершу найбільші</translation>
    </message>
    <message>
        <source>sum, smallest first</source>
        <translation>сумою, спершу найменші</translation>
    </message>
    <message>
        <source>{column} (no room now)</source>
        <translation>{column} (зараз немає місця)</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>Не надсилати</translation>
    </message>
    <message>
        <source>Keep theirs</source>
        <translation>Лишити теперішнє</translation>
    </message>
    <message>
        <source>Send mine</source>
        <translation>Надіслати моє</translation>
    </message>
    <message>
        <source>Decided {moment}</source>
        <translation>Вирішено {moment}</translation>
    </message>
    <message>
        <source>Your decision</source>
        <translation>Ваше рішення</translation>
    </message>
    <message>
        <source>Stands there now</source>
        <translation>Зараз у справі</translation>
    </message>
    <message>
        <source>Decisions that were not sent</source>
        <translation>Ненадіслані рішення</translation>
    </message>
    <message>
        <source>They are sent in this order as soon as the perimeter answers. Until then they stand only here.</source>
        <translation>Їх буде надіслано в цьому порядку, щойно периметр відповість. Доти вони лише тут.</translation>
    </message>
    <message>
        <source>No connection: kept, and sent as soon as the perimeter answers</source>
        <translation>Немає зв’язку: збережено, надішлемо, щойно периметр відповість</translation>
    </message>
    <message>
        <source>Send when connected</source>
        <translation>Надіслати, коли буде зв’язок</translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) of yours could not be sent</source>
        <translation>
            <numerusform>Не надіслано %n ваше рішення</numerusform>
            <numerusform>Не надіслано %n ваші рішення</numerusform>
            <numerusform>Не надіслано %n ваших рішень</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) wait for the connection</source>
        <translation>
            <numerusform>%n рішення чекає на зв’язок</numerusform>
            <numerusform>%n рішення чекають на зв’язок</numerusform>
            <numerusform>%n рішень чекають на зв’язок</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) sent</source>
        <translation>
            <numerusform>Надіслано %n рішення</numerusform>
            <numerusform>Надіслано %n рішення</numerusform>
            <numerusform>Надіслано %n рішень</numerusform>
        </translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Запитуємо…</translation>
    </message>
    <message>
        <source>Base, UAH</source>
        <translation>База, грн</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Estimate, not a tax return</source>
        <translation>Оцінка, не податкова декларація</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Показник</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Перший день</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>Формула</translation>
    </message>
    <message>
        <source>from</source>
        <translation>з</translation>
    </message>
    <message>
        <source>GGR and taxes</source>
        <translation>GGR і податки</translation>
    </message>
    <message>
        <source>GGR and taxes…</source>
        <translation>GGR і податки…</translation>
    </message>
    <message>
        <source>GGR stuck in rejections</source>
        <translation>GGR у відхилених</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Останній день</translation>
    </message>
    <message>
        <source>Military levy on payouts</source>
        <translation>Військовий збір із виплат</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>не перевірено</translation>
    </message>
    <message>
        <source>Personal income tax on payouts</source>
        <translation>ПДФО з виплат</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Ставка</translation>
    </message>
    <message>
        <source>Rates</source>
        <translation>Ставки</translation>
    </message>
    <message>
        <source>Reckoned</source>
        <translation>Обчислено</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>з постачання</translation>
    </message>
    <message>
        <source>Sum, UAH</source>
        <translation>Сума, грн</translation>
    </message>
    <message>
        <source>Table of rates</source>
        <translation>Таблиця ставок</translation>
    </message>
    <message>
        <source>Tax on gaming income</source>
        <translation>Податок на дохід від ігор</translation>
    </message>
    <message>
        <source>Test data</source>
        <translation>Тестові дані</translation>
    </message>
    <message>
        <source>The file is there: {path}</source>
        <translation>Файл записано: {path}</translation>
    </message>
    <message>
        <source>the operator's own file</source>
        <translation>власний файл оператора</translation>
    </message>
    <message>
        <source>the table has no rate</source>
        <translation>у таблиці немає ставки</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>перевірено</translation>
    </message>
    <message>
        <source>What stands behind: {figure}</source>
        <translation>Що стоїть за показником: {figure}</translation>
    </message>
    <message>
        <source>Reconciliation of days</source>
        <translation>Звірка днів</translation>
    </message>
    <message>
        <source>Let it be</source>
        <translation>Облишити</translation>
    </message>
    <message>
        <source>This list was not opened while there was a connection.</source>
        <translation>Цей список не відкривали, поки був зв’язок.</translation>
    </message>
    <message>
        <source>It comes by itself when the perimeter answers.</source>
        <translation>Він з’явиться сам, щойно периметр відповість.</translation>
    </message>
    <message numerus="yes">
        <source>%n consequence(s)</source>
        <translation>
            <numerusform>%n похідна</numerusform>
            <numerusform>%n похідні</numerusform>
            <numerusform>%n похідних</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of their own</source>
        <translation>
            <numerusform>%n самостійна</numerusform>
            <numerusform>%n самостійні</numerusform>
            <numerusform>%n самостійних</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n операція</numerusform>
            <numerusform>%n операції</numerusform>
            <numerusform>%n операцій</numerusform>
        </translation>
    </message>
    <message>
        <source>Consequences</source>
        <translation>Похідні</translation>
    </message>
    <message>
        <source>Due, owner</source>
        <translation>Строк, хто</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>Розгорнути</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Згорнути</translation>
    </message>
    <message>
        <source>Operations in all</source>
        <translation>Операцій</translation>
    </message>
    <message>
        <source>Operations with this fault</source>
        <translation>Операції з цією помилкою</translation>
    </message>
    <message>
        <source>Operations, UAH</source>
        <translation>Операцій, грн</translation>
    </message>
    <message>
        <source>Payouts on them</source>
        <translation>Виплати за ними</translation>
    </message>
    <message>
        <source>Refunds of them</source>
        <translation>Повернення за ними</translation>
    </message>
    <message>
        <source>Repeat {number}…</source>
        <translation>Повторити {number}…</translation>
    </message>
    <message>
        <source>Show rows</source>
        <translation>Показати рядки</translation>
    </message>
    <message>
        <source>Sort out {number}…</source>
        <translation>Розібрати {number}…</translation>
    </message>
    <message>
        <source>by count</source>
        <translation>за кількістю</translation>
    </message>
    <message>
        <source>by due</source>
        <translation>за строком</translation>
    </message>
    <message>
        <source>by sum</source>
        <translation>за сумою</translation>
    </message>
    <message>
        <source>expanded</source>
        <translation>розгорнуто</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>згорнуто</translation>
    </message>
    <message>
        <source>will follow, unchanged</source>
        <translation>підуть слідом, без змін</translation>
    </message>
    <message>
        <source>not assigned</source>
        <translation>не призначено</translation>
    </message>
    <message>
        <source>No connection to the perimeter.</source>
        <translation>Немає зв’язку з периметром.</translation>
    </message>
    <message>
        <source>The first day</source>
        <translation>Перший день</translation>
    </message>
    <message>
        <source>The last day; from {day}</source>
        <translation>Останній день; від {day}</translation>
    </message>
    <message>
        <source>Write a day, or two with a dash between them: 01.11–27.11.2026.</source>
        <translation>Напишіть день або два через риску: 01.11–27.11.2026.</translation>
    </message>
    <message>
        <source>day.month.year – day.month.year</source>
        <translation>день.місяць.рік – день.місяць.рік</translation>
    </message>
    <message>
        <source>{word} is yet to come; for an earlier year write the year, too.</source>
        <translation>{word} ще не настало; для минулого року допишіть рік.</translation>
    </message>
    <message>
        <source>“{word}” is no day. Write 27.11.2026, 27.11 or 2026-11-27.</source>
        <translation>«{word}» — не день. Напишіть 27.11.2026, 27.11 або 2026-11-27.</translation>
    </message>
    <message>
        <source>days of one’s own</source>
        <translation>свої дні</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>Квартал</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>у %n раз</numerusform>
            <numerusform>у %n рази</numerusform>
            <numerusform>у %n разів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show these %n</source>
        <translation>
            <numerusform>Показати цю %n</numerusform>
            <numerusform>Показати ці %n</numerusform>
            <numerusform>Показати ці %n</numerusform>
        </translation>
    </message>
    <message>
        <source>A cause is named where at least half are of it.</source>
        <translation>Причину названо, якщо їй належить щонайменше половина.</translation>
    </message>
    <message>
        <source>Bets, UAH</source>
        <translation>Ставки, грн</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Діаграма</translation>
    </message>
    <message>
        <source>Chart…</source>
        <translation>Діаграма…</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Порівняння</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Скопіювати зображення</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Затримка</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Показник</translation>
    </message>
    <message>
        <source>No open rejections came then.</source>
        <translation>Відкритих відхилень тоді не надходило.</translation>
    </message>
    <message>
        <source>Picture copied</source>
        <translation>Зображення скопійовано</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Друк…</translation>
    </message>
    <message>
        <source>Save the table as {form}</source>
        <translation>Зберегти таблицю як {form}</translation>
    </message>
    <message>
        <source>The list goes by the day of receipt and has open ones; bars go by the day of the event.</source>
        <translation>У списку відкриті, за днем надходження; стовпчики — за днем події.</translation>
    </message>
    <message>
        <source>The list is of whole days.</source>
        <translation>Список — за цілі дні.</translation>
    </message>
    <message>
        <source>The usual is the median of the other bars that are over, of at least {fewest}: here {usual}.</source>
        <translation>Звичайне — медіана інших завершених стовпчиків, щонайменше {fewest}: тут {usual}.</translation>
    </message>
    <message>
        <source>Told of a day that is over, with 1/{times} of the usual or less, if that is {many}.</source>
        <translation>Кажемо про завершений день, у якому не більше 1/{times} звичайного, якщо звичайне щонайменше {many}.</translation>
    </message>
    <message>
        <source>Told where at least {notable} came late, and {times} times the usual.</source>
        <translation>Кажемо, коли запізнилося щонайменше {notable} і в {times} рази більше звичайного.</translation>
    </message>
    <message>
        <source>Told where there are at least {notable} rejections and {times} times the usual.</source>
        <translation>Кажемо, коли відхилень щонайменше {notable} і в {times} рази більше звичайного.</translation>
    </message>
    <message>
        <source>UTC{offset}</source>
        <translation>UTC{offset}</translation>
    </message>
    <message>
        <source>Why this is said</source>
        <translation>Чому так вважаємо</translation>
    </message>
    <message>
        <source>Your rights do not show rejections.</source>
        <translation>Ваші права не показують відхилень.</translation>
    </message>
    <message>
        <source>accepted, number</source>
        <translation>прийнято, кількість</translation>
    </message>
    <message>
        <source>bets, UAH</source>
        <translation>сума ставок, грн</translation>
    </message>
    <message>
        <source>by days</source>
        <translation>за днями</translation>
    </message>
    <message>
        <source>by hours</source>
        <translation>за годинами</translation>
    </message>
    <message>
        <source>by months</source>
        <translation>за місяцями</translation>
    </message>
    <message>
        <source>by weeks</source>
        <translation>за тижнями</translation>
    </message>
    <message>
        <source>came late, number</source>
        <translation>запізнілі, кількість</translation>
    </message>
    <message>
        <source>delay, s</source>
        <translation>затримка, с</translation>
    </message>
    <message>
        <source>four times</source>
        <translation>учетверо</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>разом</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>даних немає</translation>
    </message>
    <message>
        <source>pp</source>
        <translation>в. п.</translation>
    </message>
    <message>
        <source>rejected, %</source>
        <translation>відхилено, %</translation>
    </message>
    <message>
        <source>rejected, number</source>
        <translation>відхилено, кількість</translation>
    </message>
    <message>
        <source>the period before</source>
        <translation>попередній період</translation>
    </message>
    <message>
        <source>the same days last year</source>
        <translation>ті самі дні торік</translation>
    </message>
    <message>
        <source>the same weekdays before</source>
        <translation>ті самі дні тижня раніше</translation>
    </message>
    <message>
        <source>three times</source>
        <translation>утричі</translation>
    </message>
    <message>
        <source>twice</source>
        <translation>удвічі</translation>
    </message>
    <message>
        <source>without comparison</source>
        <translation>без порівняння</translation>
    </message>
    <message>
        <source>{bucket}: accepted {times} less than usual, {value} against {usual}</source>
        <translation>{bucket}: прийнято {times} менше звичайного, {value} проти {usual}</translation>
    </message>
    <message>
        <source>{bucket}: late ones {times} more than usual, {value} against {usual}</source>
        <translation>{bucket}: запізнілих {times} більше звичайного, {value} проти {usual}</translation>
    </message>
    <message>
        <source>{bucket}: nothing was accepted, usually {usual}</source>
        <translation>{bucket}: не прийнято нічого, звичайно {usual}</translation>
    </message>
    <message>
        <source>{bucket}: rejections {times} more than usual, {value} against {usual}</source>
        <translation>{bucket}: відхилень {times} більше звичайного, {value} проти {usual}</translation>
    </message>
    <message>
        <source>{bucket}: {value} came late, usually none</source>
        <translation>{bucket}: запізнілих {value}, звичайно жодної</translation>
    </message>
    <message>
        <source>{bucket}: {value} rejections, usually none</source>
        <translation>{bucket}: відхилень {value}, звичайно жодного</translation>
    </message>
    <message>
        <source>{count} of {value}: {cause}</source>
        <translation>{count} з {value}: {cause}</translation>
    </message>
    <message>
        <source>Key replaced, {source}</source>
        <translation>Ключ замінено, {source}</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n відмінність</numerusform>
            <numerusform>%n відмінності</numerusform>
            <numerusform>%n відмінностей</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n файл</numerusform>
            <numerusform>%n файли</numerusform>
            <numerusform>%n файлів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be read</source>
        <translation>
            <numerusform>%n файл не прочитано</numerusform>
            <numerusform>%n файли не прочитано</numerusform>
            <numerusform>%n файлів не прочитано</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) read</source>
        <translation>
            <numerusform>Прочитано %n рядок</numerusform>
            <numerusform>Прочитано %n рядки</numerusform>
            <numerusform>Прочитано %n рядків</numerusform>
        </translation>
    </message>
    <message>
        <source>A day file has a day's transactions, one a line: CSV, NDJSON or JSON. It is compared on this computer with what the perimeter has, and is not sent anywhere.</source>
        <translation>Денний файл містить транзакції дня, по одній на рядок: CSV, NDJSON або JSON. Його порівняють на цьому комп’ютері з тим, що є в периметрі, і нікуди не надішлють.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Усі</translation>
    </message>
    <message>
        <source>Asking the perimeter for what differs…</source>
        <translation>Питаємо периметр про те, що відрізняється…</translation>
    </message>
    <message>
        <source>Choose a folder of days</source>
        <translation>Виберіть теку з днями</translation>
    </message>
    <message>
        <source>Choose day files</source>
        <translation>Виберіть денні файли</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Колонки…</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>Звірити знову</translation>
    </message>
    <message>
        <source>Comparing: {done} of {total}</source>
        <translation>Порівнюємо: {done} з {total}</translation>
    </message>
    <message>
        <source>Day files</source>
        <translation>Денні файли</translation>
    </message>
    <message>
        <source>Difference, UAH</source>
        <translation>Різниця, грн</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Відмінності</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>Інакші</translation>
    </message>
    <message>
        <source>Doubled in the file</source>
        <translation>Повторні у файлі</translation>
    </message>
    <message>
        <source>Drop the platform's day file here, or a folder of days</source>
        <translation>Перетягніть сюди денний файл платформи або теку з днями</translation>
    </message>
    <message>
        <source>Each column of the table is read into a field. What is chosen is remembered for the platform.</source>
        <translation>Кожну колонку таблиці прочитано в поле. Вибране запам’ятається для платформи.</translation>
    </message>
    <message>
        <source>Extra in the perimeter</source>
        <translation>Зайві в периметрі</translation>
    </message>
    <message>
        <source>Field by field</source>
        <translation>Поле за полем</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Тека…</translation>
    </message>
    <message>
        <source>Found missing by reconciliation of {day}</source>
        <translation>Бракувало за звіркою дня {day}</translation>
    </message>
    <message>
        <source>Held in the perimeter</source>
        <translation>Затримані в периметрі</translation>
    </message>
    <message>
        <source>In the perimeter</source>
        <translation>У периметрі</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>У файлі</translation>
    </message>
    <message>
        <source>It agrees and came late. This is no difference.</source>
        <translation>Вона збігається, але надійшла пізно. Це не відмінність.</translation>
    </message>
    <message>
        <source>It stands in the file more than once. Mend the platform's file.</source>
        <translation>У файлі вона стоїть більше ніж раз. Виправте файл платформи.</translation>
    </message>
    <message>
        <source>It waits for something else and is resolved by itself.</source>
        <translation>Вона чекає на іншу операцію й вирішиться сама.</translation>
    </message>
    <message>
        <source>Its latest attempt is rejected. Open it and correct it.</source>
        <translation>Останню спробу відхилено. Відкрийте її й виправте.</translation>
    </message>
    <message>
        <source>Kind of difference</source>
        <translation>Вид відмінності</translation>
    </message>
    <message>
        <source>Looking at the files…</source>
        <translation>Переглядаємо файли…</translation>
    </message>
    <message>
        <source>Missing in the perimeter</source>
        <translation>Бракує в периметрі</translation>
    </message>
    <message>
        <source>Open in rejections</source>
        <translation>Відкрити у відхилених</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Операція</translation>
    </message>
    <message>
        <source>Protocol as PDF…</source>
        <translation>Протокол PDF…</translation>
    </message>
    <message numerus="yes">
        <source>Reading: %n line(s)</source>
        <translation>
            <numerusform>Читаємо: %n рядок</numerusform>
            <numerusform>Читаємо: %n рядки</numerusform>
            <numerusform>Читаємо: %n рядків</numerusform>
        </translation>
    </message>
    <message>
        <source>Reconciliation</source>
        <translation>Звірка</translation>
    </message>
    <message>
        <source>Rejected in the perimeter</source>
        <translation>Відхилені в периметрі</translation>
    </message>
    <message>
        <source>The perimeter accepted other values. Reverse it and send it anew, or mend the file.</source>
        <translation>Периметр прийняв інші значення. Сторнуйте її й надішліть нову або виправте файл платформи.</translation>
    </message>
    <message>
        <source>The perimeter does not have it on any day. Write the file of what is missing and send it.</source>
        <translation>У периметрі її немає за жоден день. Запишіть файл із тим, чого бракує, і надішліть його.</translation>
    </message>
    <message>
        <source>Sum in the perimeter, UAH</source>
        <translation>Сума в периметрі, грн</translation>
    </message>
    <message>
        <source>Sum in the file, UAH</source>
        <translation>Сума у файлі, грн</translation>
    </message>
    <message>
        <source>Sums by type</source>
        <translation>Підсумки за типами</translation>
    </message>
    <message>
        <source>The comparison was stopped.</source>
        <translation>Звірку зупинено.</translation>
    </message>
    <message>
        <source>The file does not have it. Find it in another file of the day, or reverse it.</source>
        <translation>У файлі її немає. Знайдіть її в іншому файлі дня або сторнуйте.</translation>
    </message>
    <message>
        <source>The protocol is there.</source>
        <translation>Протокол записано.</translation>
    </message>
    <message>
        <source>Waits for its turn…</source>
        <translation>Чекає черги…</translation>
    </message>
    <message numerus="yes">
        <source>Written to be sent: %n transaction(s)</source>
        <translation>
            <numerusform>Записано для надсилання: %n транзакцію</numerusform>
            <numerusform>Записано для надсилання: %n транзакції</numerusform>
            <numerusform>Записано для надсилання: %n транзакцій</numerusform>
        </translation>
    </message>
    <message>
        <source>agrees</source>
        <translation>збігається</translation>
    </message>
    <message>
        <source>all sources</source>
        <translation>усі джерела</translation>
    </message>
    <message>
        <source>columns read: {read} of {all}</source>
        <translation>колонок прочитано: {read} з {all}</translation>
    </message>
    <message>
        <source>compared up to entry {entry} of the log</source>
        <translation>звірено до запису журналу {entry}</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>рівно</translation>
    </message>
    <message>
        <source>lines of other days, not compared: {count}</source>
        <translation>рядків інших днів, не звірених: {count}</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>не звірено</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>не береться</translation>
    </message>
    <message>
        <source>received {time}</source>
        <translation>отримано {time}</translation>
    </message>
    <message>
        <source>source {source}</source>
        <translation>джерело {source}</translation>
    </message>
    <message>
        <source>{count} lines not read</source>
        <translation>рядків не прочитано: {count}</translation>
    </message>
    <message numerus="yes">
        <source>{day}: everything agrees, %n transaction(s)</source>
        <translation>
            <numerusform>{day}: усе збігається, %n транзакція</numerusform>
            <numerusform>{day}: усе збігається, %n транзакції</numerusform>
            <numerusform>{day}: усе збігається, %n транзакцій</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} breaks off: read until line {line}</source>
        <translation>{file} обривається: прочитано до рядка {line}</translation>
    </message>
    <message>
        <source>{file}, line {line}</source>
        <translation>{file}, рядок {line}</translation>
    </message>
    <message>
        <source>{size} KB</source>
        <translation>{size} КБ</translation>
    </message>
    <message>
        <source>What exactly</source>
        <translation>Що саме</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Дні</translation>
    </message>
    <message>
        <source>{count} of {all} agree</source>
        <translation>{count} з {all} збігаються</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Бракує</translation>
    </message>
    <message>
        <source>Extra</source>
        <translation>Зайві</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Затримані</translation>
    </message>
    <message>
        <source>Doubled</source>
        <translation>Повторні</translation>
    </message>
    <message>
        <source>the first {shown} are shown</source>
        <translation>показано перші {shown}</translation>
    </message>
    <message>
        <source>late is no difference</source>
        <translation>запізнення — не відмінність</translation>
    </message>
    <message>
        <source>by {time}</source>
        <translation>на {time}</translation>
    </message>
    <message>
        <source>line {line}</source>
        <translation>рядок {line}</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} і {other}</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} хв</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} год {minutes} хв</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>Інший файл…</translation>
    </message>
    <message>
        <source>compared on this computer, sent nowhere</source>
        <translation>порівнюємо на цьому комп’ютері, файл не надсилається</translation>
    </message>
    <message>
        <source>Altogether</source>
        <translation>Разом</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) differ</source>
        <translation>
            <numerusform>%n поле інше</numerusform>
            <numerusform>%n поля інші</numerusform>
            <numerusform>%n полів інших</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n transaction(s), {sum} UAH</source>
        <translation>
            <numerusform>%n транзакція, {sum} грн</numerusform>
            <numerusform>%n транзакції, {sum} грн</numerusform>
            <numerusform>%n транзакцій, {sum} грн</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Write %n missing to be sent…</source>
        <translation>
            <numerusform>Записати %n для подання…</numerusform>
            <numerusform>Записати %n для подання…</numerusform>
            <numerusform>Записати %n для подання…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open %n rejected</source>
        <translation>
            <numerusform>Відкрити %n відхилену</numerusform>
            <numerusform>Відкрити %n відхилені</numerusform>
            <numerusform>Відкрити %n відхилених</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n that are missing happened at {times}: look whether the platform had a connection then.</source>
        <translation>
            <numerusform>%n, якої бракує, сталася о {times}: перевірте, чи мала платформа тоді зв’язок.</numerusform>
            <numerusform>Усі %n, яких бракує, сталися о {times}: перевірте, чи мала платформа тоді зв’язок.</numerusform>
            <numerusform>Усі %n, яких бракує, сталися о {times}: перевірте, чи мала платформа тоді зв’язок.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent in the cabinet</source>
        <translation>Подано в кабінеті</translation>
    </message>
    <message>
        <source>By people</source>
        <translation>Подані людьми</translation>
    </message>
    <message>
        <source>Delayed</source>
        <translation>Запізнілі</translation>
    </message>
    <message>
        <source>a part of the perimeter's sums, no difference</source>
        <translation>частина сум у периметрі, не відмінність</translation>
    </message>
    <message>
        <source>A person sent it in the cabinet, so no platform's file has it. This is no difference.</source>
        <translation>Її подала людина в кабінеті, тож у файлі платформи її немає. Це не відмінність.</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Відмінність</translation>
    </message>
    <message>
        <source>Nothing differs</source>
        <translation>Відмінностей немає</translation>
    </message>
    <message>
        <source>The protocol can be signed and kept.</source>
        <translation>Протокол можна підписати й зберегти.</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>так само</translation>
    </message>
    <message numerus="yes">
        <source>%n missing in the perimeter</source>
        <translation>
            <numerusform>%n немає в периметрі</numerusform>
            <numerusform>%n немає в периметрі</numerusform>
            <numerusform>%n немає в периметрі</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n extra in the perimeter</source>
        <translation>
            <numerusform>%n зайва в периметрі</numerusform>
            <numerusform>%n зайві в периметрі</numerusform>
            <numerusform>%n зайвих у периметрі</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n different</source>
        <translation>
            <numerusform>%n інакша</numerusform>
            <numerusform>%n інакші</numerusform>
            <numerusform>%n інакших</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <translation>
            <numerusform>%n відхилена</numerusform>
            <numerusform>%n відхилені</numerusform>
            <numerusform>%n відхилених</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held</source>
        <translation>
            <numerusform>%n затримана</numerusform>
            <numerusform>%n затримані</numerusform>
            <numerusform>%n затриманих</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n doubled in the file</source>
        <translation>
            <numerusform>%n повторна у файлі</numerusform>
            <numerusform>%n повторні у файлі</numerusform>
            <numerusform>%n повторних у файлі</numerusform>
        </translation>
    </message>
    <message>
        <source>sent by people in the cabinet, in no file: {count}, {sum} UAH</source>
        <translation>подано людьми в кабінеті, у файлі немає: {count}, {sum} грн</translation>
    </message>
    <message>
        <source>Asking for the proof…</source>
        <translation>Запитуємо доказ…</translation>
    </message>
    <message>
        <source>Choose files to verify</source>
        <translation>Виберіть файли для перевірки</translation>
    </message>
    <message>
        <source>Close the finding</source>
        <translation>Закрити висновок</translation>
    </message>
    <message>
        <source>Compare this file</source>
        <translation>Звірити цей файл</translation>
    </message>
    <message>
        <source>Copy the finding</source>
        <translation>Копіювати висновок</translation>
    </message>
    <message>
        <source>Files that were given</source>
        <translation>Подані файли</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Висновок</translation>
    </message>
    <message>
        <source>Finding copied</source>
        <translation>Висновок скопійовано</translation>
    </message>
    <message>
        <source>In the log: show the proof</source>
        <translation>Є в журналі: показати доказ</translation>
    </message>
    <message>
        <source>Nothing was found of this file.</source>
        <translation>Про цей файл нічого не встановлено.</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Package of evidence…</source>
        <translation>Пакет доказів…</translation>
    </message>
    <message>
        <source>Proof of the log</source>
        <translation>Доказ журналу</translation>
    </message>
    <message>
        <source>Save the proof…</source>
        <translation>Зберегти доказ…</translation>
    </message>
    <message>
        <source>Stop the check</source>
        <translation>Зупинити перевірку</translation>
    </message>
    <message>
        <source>Technical data</source>
        <translation>Технічні дані</translation>
    </message>
    <message>
        <source>The check was stopped</source>
        <translation>Перевірку зупинено</translation>
    </message>
    <message>
        <source>The finding as PDF…</source>
        <translation>Висновок у PDF…</translation>
    </message>
    <message>
        <source>To the transaction</source>
        <translation>До транзакції</translation>
    </message>
    <message>
        <source>Verify a file</source>
        <translation>Перевірити файл</translation>
    </message>
    <message>
        <source>Verifying…</source>
        <translation>Перевіряємо…</translation>
    </message>
    <message>
        <source>Written.</source>
        <translation>Записано.</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>не пройдено</translation>
    </message>
    <message>
        <source>finding</source>
        <translation>висновок</translation>
    </message>
    <message>
        <source>genuine</source>
        <translation>справжній</translation>
    </message>
    <message>
        <source>in the log</source>
        <translation>є в журналі</translation>
    </message>
    <message>
        <source>not genuine</source>
        <translation>не справжній</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>невідомо</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>пройдено</translation>
    </message>
    <message>
        <source>receipt, proof, signature .p7s, package of evidence, day file</source>
        <translation>квитанція, доказ, підпис .p7s, пакет доказів, файл дня</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>зупинено</translation>
    </message>
    <message>
        <source>{percent} % read</source>
        <translation>прочитано {percent} %</translation>
    </message>
    <message>
        <source>It stays a difference. The reason is kept on this computer and printed in the protocol.</source>
        <translation>Відмінність лишається. Причину зберігаємо на цьому комп’ютері й друкуємо в протоколі.</translation>
    </message>
    <message>
        <source>Justify the difference</source>
        <translation>Обґрунтувати відмінність</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Прибрати</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Записано</translation>
    </message>
    <message>
        <source>justified</source>
        <translation>обґрунтовано</translation>
    </message>
    <message>
        <source>justified {count}</source>
        <translation>обґрунтовано {count}</translation>
    </message>
    <message numerus="yes">
        <source>At least %n character(s); without players' data.</source>
        <translation>
            <numerusform>Щонайменше %n знак; без даних гравців.</numerusform>
            <numerusform>Щонайменше %n знаки; без даних гравців.</numerusform>
            <numerusform>Щонайменше %n знаків; без даних гравців.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held for a decision</source>
        <translation>
            <numerusform>%n затримана до рішення</numerusform>
            <numerusform>%n затримані до рішення</numerusform>
            <numerusform>%n затриманих до рішення</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) are corrected and sent again</source>
        <translation>
            <numerusform>Виправимо й подамо знову %n операцію</numerusform>
            <numerusform>Виправимо й подамо знову %n операції</numerusform>
            <numerusform>Виправимо й подамо знову %n операцій</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) are sent again as they are</source>
        <translation>
            <numerusform>Надішлемо знову без змін %n операцію</numerusform>
            <numerusform>Надішлемо знову без змін %n операції</numerusform>
            <numerusform>Надішлемо знову без змін %n операцій</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n that hang on them follow, unchanged</source>
        <translation>
            <numerusform>Слідом надішлемо %n похідну без змін</numerusform>
            <numerusform>Слідом надішлемо %n похідні без змін</numerusform>
            <numerusform>Слідом надішлемо %n похідних без змін</numerusform>
        </translation>
    </message>
    <message>
        <source>Attempt {number} held</source>
        <translation>Спробу {number} затримано</translation>
    </message>
    <message>
        <source>came in 7 days: {number}, today {today}</source>
        <translation>за 7 днів: {number}, сьогодні {today}</translation>
    </message>
    <message>
        <source>Came last</source>
        <translation>Востаннє</translation>
    </message>
    <message>
        <source>Card of the cause</source>
        <translation>Картка причини</translation>
    </message>
    <message>
        <source>Closed in {days} days: {causes}, {operations}</source>
        <translation>За {days} днів закрито: {causes}, {operations}</translation>
    </message>
    <message>
        <source>corrected: {number}</source>
        <translation>виправлено: {number}</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Приклад</translation>
    </message>
    <message>
        <source>justified: {number}</source>
        <translation>обґрунтовано: {number}</translation>
    </message>
    <message>
        <source>lent to a reconciliation</source>
        <translation>для звірки</translation>
    </message>
    <message>
        <source>lent to an export of rejections</source>
        <translation>для експорту відхилених</translation>
    </message>
    <message>
        <source>Nothing of it is open.</source>
        <translation>Відкритих у ній немає.</translation>
    </message>
    <message>
        <source>Nothing to do: the verdict comes by itself.</source>
        <translation>Нічого робити: рішення з’явиться само.</translation>
    </message>
    <message>
        <source>Open the example's card</source>
        <translation>Відкрити картку прикладу</translation>
    </message>
    <message>
        <source>Show what hangs on it</source>
        <translation>Показати те, що тримається на ній</translation>
    </message>
    <message>
        <source>Show what is held for a decision</source>
        <translation>Показати затримані до рішення</translation>
    </message>
    <message>
        <source>Show what was closed</source>
        <translation>Показати закриті</translation>
    </message>
    <message>
        <source>since {moment}</source>
        <translation>з {moment}</translation>
    </message>
    <message>
        <source>sum {sum}</source>
        <translation>сума {sum}</translation>
    </message>
    <message>
        <source>The platform of the source {source} is told</source>
        <translation>Повідомимо платформу джерела {source}</translation>
    </message>
    <message>
        <source>the verdict is on its way</source>
        <translation>рішення ось-ось буде</translation>
    </message>
    <message>
        <source>Waits for a bet</source>
        <translation>Чекає на ставку</translation>
    </message>
    <message>
        <source>Waits for its bet:</source>
        <translation>Чекає на ставку:</translation>
    </message>
    <message>
        <source>Waits until {moment} · {left}</source>
        <translation>Чекає до {moment} · {left}</translation>
    </message>
    <message>
        <source>What hangs on it</source>
        <translation>Що тримається на ній</translation>
    </message>
    <message>
        <source>Your role only reads it.</source>
        <translation>Ваша роль лише читає.</translation>
    </message>
    <message>
        <source>lent to an audit of the log</source>
        <translation>для перевірки журналу</translation>
    </message>
    <message>
        <source>An estimate, not a tax return.</source>
        <translation>Розрахунок, а не податкова звітність.</translation>
    </message>
    <message>
        <source>Copy the law</source>
        <translation>Скопіювати закон</translation>
    </message>
    <message>
        <source>Divided</source>
        <translation>Розподіл</translation>
    </message>
    <message>
        <source>Influence on GGR, UAH</source>
        <translation>Вплив на GGR, грн</translation>
    </message>
    <message>
        <source>Law</source>
        <translation>Закон</translation>
    </message>
    <message>
        <source>Law and rate: {figure}</source>
        <translation>Закон і ставка: {figure}</translation>
    </message>
    <message>
        <source>Military levy</source>
        <translation>Військовий збір</translation>
    </message>
    <message>
        <source>Payouts, UAH</source>
        <translation>Виплати, грн</translation>
    </message>
    <message>
        <source>Personal income tax</source>
        <translation>ПДФО з виграшів</translation>
    </message>
    <message>
        <source>Refunds, UAH</source>
        <translation>Повернення, грн</translation>
    </message>
    <message>
        <source>Rows of the figure</source>
        <translation>Рядки показника</translation>
    </message>
    <message>
        <source>Rows: {figure}</source>
        <translation>Рядки: {figure}</translation>
    </message>
    <message>
        <source>Rows…</source>
        <translation>Рядки…</translation>
    </message>
    <message>
        <source>Show in rejections</source>
        <translation>Показати у відхилених</translation>
    </message>
    <message>
        <source>Show the rejections that hold GGR up</source>
        <translation>Показати відхилені, що затримують GGR</translation>
    </message>
    <message>
        <source>Tax on income</source>
        <translation>Податок на дохід</translation>
    </message>
    <message>
        <source>The law and its address are copied; nothing was opened</source>
        <translation>Закон і його адресу скопійовано; нічого не відкрито</translation>
    </message>
    <message>
        <source>The list goes by the day of receipt, the figure by the day of the event.</source>
        <translation>Перелік — за днем надходження, показник — за днем події.</translation>
    </message>
    <message>
        <source>bets {bets} − refunds {refunds} − payouts {payouts}</source>
        <translation>ставки {bets} − повернення {refunds} − виплати {payouts}</translation>
    </message>
    <message>
        <source>by period</source>
        <translation>за періодом</translation>
    </message>
    <message>
        <source>loss {sum}</source>
        <translation>збиток {sum}</translation>
    </message>
    <message>
        <source>not counted yet, operations of {sum}</source>
        <translation>ще не враховано, операцій на {sum}</translation>
    </message>
    <message>
        <source>not registered</source>
        <translation>не зареєстровано</translation>
    </message>
    <message>
        <source>nothing to tax</source>
        <translation>оподатковувати нічого</translation>
    </message>
    <message>
        <source>rate not verified</source>
        <translation>ставка не перевірена</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>рядки</translation>
    </message>
    <message>
        <source>{terms}, each payout by itself</source>
        <translation>{terms}, за кожною виплатою</translation>
    </message>
    <message>
        <source>Listed by the day of receipt: {days}</source>
        <translation>Перелік за днем надходження: {days}</translation>
    </message>
    <message>
        <source>Received {days} and open:</source>
        <translation>Надійшли {days}, відкриті:</translation>
    </message>
    <message>
        <source>{rejected} rejected of {whole} · {share} · by the day of the event</source>
        <translation>{rejected} відхилено з {whole} · {share} · за днем події</translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>%n прострочена</numerusform>
            <numerusform>%n прострочені</numerusform>
            <numerusform>%n прострочених</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to do</source>
        <translation>
            <numerusform>%n справа</numerusform>
            <numerusform>%n справи</numerusform>
            <numerusform>%n справ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an owner</source>
        <translation>
            <numerusform>%n без відповідального</numerusform>
            <numerusform>%n без відповідального</numerusform>
            <numerusform>%n без відповідального</numerusform>
        </translation>
    </message>
    <message>
        <source>Accepted per hour</source>
        <translation>Прийнято погодинно</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>адміністратор</translation>
    </message>
    <message>
        <source>all is paid</source>
        <translation>усе сплачено</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Усе гаразд</translation>
    </message>
    <message>
        <source>All is well. Next: {when}, {what}</source>
        <translation>Усе гаразд. Найближче: {when}, {what}</translation>
    </message>
    <message>
        <source>All rejections</source>
        <translation>Усі відхилені</translation>
    </message>
    <message>
        <source>All · {count}</source>
        <translation>Усі · {count}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>і ще %n</numerusform>
            <numerusform>і ще %n</numerusform>
            <numerusform>і ще %n</numerusform>
        </translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>автоматично</translation>
    </message>
    <message>
        <source>Calendar…</source>
        <translation>Календар…</translation>
    </message>
    <message>
        <source>certificate of “{subject}”</source>
        <translation>сертифікат «{subject}»</translation>
    </message>
    <message>
        <source>Certificate of “{subject}” renews itself</source>
        <translation>Сертифікат «{subject}» поновиться сам</translation>
    </message>
    <message>
        <source>Certificate of “{subject}” was not renewed</source>
        <translation>Сертифікат «{subject}» не поновився</translation>
    </message>
    <message>
        <source>end of day</source>
        <translation>кінець дня</translation>
    </message>
    <message>
        <source>end of {subject}</source>
        <translation>кінець {subject}</translation>
    </message>
    <message>
        <source>entry of {subject}</source>
        <translation>внесення {subject}</translation>
    </message>
    <message>
        <source>fee for {subject}</source>
        <translation>внесок за {subject}</translation>
    </message>
    <message>
        <source>fee recorded {moment}</source>
        <translation>внесок зараховано {moment}</translation>
    </message>
    <message>
        <source>gaps of “{subject}”</source>
        <translation>прогалини «{subject}»</translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>через %n день</numerusform>
            <numerusform>через %n дні</numerusform>
            <numerusform>через %n днів</numerusform>
        </translation>
    </message>
    <message>
        <source>in rejected ones: {sum}</source>
        <translation>у відхилених: {sum}</translation>
    </message>
    <message>
        <source>its batches are refused from then on</source>
        <translation>далі його пакети не прийматимуть</translation>
    </message>
    <message>
        <source>its bets are rejected from then on</source>
        <translation>далі ставки за нею відхилятимуть</translation>
    </message>
    <message>
        <source>key “{subject}”</source>
        <translation>ключ «{subject}»</translation>
    </message>
    <message>
        <source>Key “{subject}” ends</source>
        <translation>Строк ключа «{subject}» спливає</translation>
    </message>
    <message numerus="yes">
        <source>Later, %n</source>
        <translation>
            <numerusform>Згодом · %n</numerusform>
            <numerusform>Згодом · %n</numerusform>
            <numerusform>Згодом · %n</numerusform>
        </translation>
    </message>
    <message>
        <source>left from yesterday · {number}</source>
        <translation>з учора лишилося · {number}</translation>
    </message>
    <message>
        <source>Licence {subject} awaits entry</source>
        <translation>Ліцензія {subject} чекає внесення</translation>
    </message>
    <message>
        <source>Licence {subject} ends</source>
        <translation>Строк ліцензії {subject} спливає</translation>
    </message>
    <message>
        <source>Mandate ends: {subject}</source>
        <translation>Строк довіреності спливає: {subject}</translation>
    </message>
    <message>
        <source>mandate: {subject}</source>
        <translation>довіреність: {subject}</translation>
    </message>
    <message>
        <source>Mine · {count}</source>
        <translation>Мої · {count}</translation>
    </message>
    <message>
        <source>month</source>
        <translation>місяць</translation>
    </message>
    <message>
        <source>mostly at {hour}: {change}</source>
        <translation>найбільше о {hour}: {change}</translation>
    </message>
    <message>
        <source>nearest {when}</source>
        <translation>найближча {when}</translation>
    </message>
    <message>
        <source>Next payment</source>
        <translation>Наступний внесок</translation>
    </message>
    <message>
        <source>next payment {day}</source>
        <translation>наступний внесок {day}</translation>
    </message>
    <message>
        <source>no log-in from then on</source>
        <translation>далі входу не буде</translation>
    </message>
    <message>
        <source>nobody needs to act</source>
        <translation>діяти не треба</translation>
    </message>
    <message>
        <source>Nothing is yours now.</source>
        <translation>Ваших справ зараз немає.</translation>
    </message>
    <message>
        <source>Page of the record</source>
        <translation>Сторінка запису</translation>
    </message>
    <message>
        <source>Page of the record…</source>
        <translation>Сторінка запису…</translation>
    </message>
    <message>
        <source>Record in the registry</source>
        <translation>Запис у реєстрі</translation>
    </message>
    <message>
        <source>renewal of “{subject}”</source>
        <translation>поновлення «{subject}»</translation>
    </message>
    <message>
        <source>should have been renewed {moment}</source>
        <translation>мав поновитися {moment}</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Signing key of “{subject}” ends</source>
        <translation>Строк ключа підпису «{subject}» спливає</translation>
    </message>
    <message>
        <source>signing key “{subject}”</source>
        <translation>ключ підпису «{subject}»</translation>
    </message>
    <message>
        <source>silence of “{subject}”</source>
        <translation>мовчання «{subject}»</translation>
    </message>
    <message>
        <source>SOMS</source>
        <translation>ДСОМ</translation>
    </message>
    <message>
        <source>SOMS: {company}</source>
        <translation>ДСОМ: {company}</translation>
    </message>
    <message>
        <source>Source “{subject}” has gaps</source>
        <translation>Джерело «{subject}» має прогалини</translation>
    </message>
    <message>
        <source>Source “{subject}” is silent</source>
        <translation>Джерело «{subject}» мовчить</translation>
    </message>
    <message>
        <source>the last day</source>
        <translation>останній день</translation>
    </message>
    <message>
        <source>the log was not changed</source>
        <translation>журнал не змінювали</translation>
    </message>
    <message>
        <source>the oldest since {hour}</source>
        <translation>найдавніша з {hour}</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Справи</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>завтра</translation>
    </message>
    <message>
        <source>week</source>
        <translation>тиждень</translation>
    </message>
    <message numerus="yes">
        <source>What is due within %n day(s)</source>
        <translation>
            <numerusform>Що чекає за %n день</numerusform>
            <numerusform>Що чекає за %n дні</numerusform>
            <numerusform>Що чекає за %n днів</numerusform>
        </translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>Чиї</translation>
    </message>
    <message>
        <source>year {number} of {years}</source>
        <translation>{number}-й рік із {years}</translation>
    </message>
    <message>
        <source>Yearly fee for {subject}</source>
        <translation>Щорічний внесок за {subject}</translation>
    </message>
    <message>
        <source>yesterday to {hour} · {number}</source>
        <translation>учора до {hour} · {number}</translation>
    </message>
    <message>
        <source>yesterday · {number}</source>
        <translation>учора · {number}</translation>
    </message>
    <message>
        <source>your certificate</source>
        <translation>ваш сертифікат</translation>
    </message>
    <message>
        <source>Your certificate ends</source>
        <translation>Строк вашого сертифіката спливає</translation>
    </message>
    <message>
        <source>{number} of them: {title}</source>
        <translation>{number} із них: {title}</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <translation>{number} із {all}</translation>
    </message>
</context>
</TS>
