<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>cabinet</name>
    <message numerus="yes">
        <source>%n cause(s)</source>
        <translation>
            <numerusform>%n cause</numerusform>
            <numerusform>%n causes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checkpoint(s) seen here</source>
        <translation>
            <numerusform>%n checkpoint seen here</numerusform>
            <numerusform>%n checkpoints seen here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checkpoint(s) since {day}</source>
        <translation>
            <numerusform>%n checkpoint since {day}</numerusform>
            <numerusform>%n checkpoints since {day}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n content(s) not told: personal data, erased, or too long</source>
        <translation>
            <numerusform>%n content not told: personal data, erased, or too long</numerusform>
            <numerusform>%n contents not told: personal data, erased, or too long</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n d</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n day left</numerusform>
            <numerusform>%n days left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries compared {time}.</source>
        <translation>
            <numerusform>%n entry compared {time}.</numerusform>
            <numerusform>%n entries compared {time}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fault(s)</source>
        <translation>
            <numerusform>%n fault</numerusform>
            <numerusform>%n faults</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the folder are no receipts of this perimeter, or were changed.</source>
        <translation>
            <numerusform>%n file of the folder is no receipt of this perimeter, or was changed.</numerusform>
            <numerusform>%n files of the folder are no receipts of this perimeter, or were changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n filter(s) more</source>
        <translation>
            <numerusform>%n filter more</numerusform>
            <numerusform>%n filters more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fit for log-in</source>
        <translation>
            <numerusform>%n fit for log-in</numerusform>
            <numerusform>%n fit for log-in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n further right(s)</source>
        <translation>
            <numerusform>%n further right</numerusform>
            <numerusform>%n further rights</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n licence(s) valid</source>
        <translation>
            <numerusform>%n licence valid</numerusform>
            <numerusform>%n licences valid</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n live key(s)</source>
        <translation>
            <numerusform>%n live key</numerusform>
            <numerusform>%n live keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mandate(s) in force</source>
        <translation>
            <numerusform>%n mandate in force</numerusform>
            <numerusform>%n mandates in force</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more field(s) changed</source>
        <translation>
            <numerusform>%n more field changed</numerusform>
            <numerusform>%n more fields changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open rejection(s)</source>
        <translation>
            <numerusform>%n open rejection</numerusform>
            <numerusform>%n open rejections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open session(s)</source>
        <translation>
            <numerusform>%n open session</numerusform>
            <numerusform>%n open sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejection(s)</source>
        <translation>
            <numerusform>%n rejection</numerusform>
            <numerusform>%n rejections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) made</source>
        <translation>
            <numerusform>%n report made</numerusform>
            <numerusform>%n reports made</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>%n s</numerusform>
            <numerusform>%n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sender(s) still use the old key</source>
        <translation>
            <numerusform>%n sender still uses the old key</numerusform>
            <numerusform>%n senders still use the old key</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) will end, this one too. Log in again with your QES.</source>
        <translation>
            <numerusform>%n session will end, this one. Log in again with your QES.</numerusform>
            <numerusform>%n sessions will end, this one too. Log in again with your QES.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n slot(s)</source>
        <translation>
            <numerusform>%n slot</numerusform>
            <numerusform>%n slots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source(s)</source>
        <translation>
            <numerusform>%n source</numerusform>
            <numerusform>%n sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %n character(s): what was found out, and by whom.</source>
        <translation>
            <numerusform>At least %n character: what was found out, and by whom.</numerusform>
            <numerusform>At least %n characters: what was found out, and by whom.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters; it is not kept.</source>
        <translation>
            <numerusform>At least %n character; it is not kept.</numerusform>
            <numerusform>At least %n characters; it is not kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %n day(s) at once.</source>
        <translation>
            <numerusform>At most %n day at once.</numerusform>
            <numerusform>At most %n days at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %n rejection(s) again</source>
        <translation>
            <numerusform>Send %n rejection again</numerusform>
            <numerusform>Send %n rejections again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Other %n field(s) unchanged</source>
        <translation>
            <numerusform>Another %n field unchanged</numerusform>
            <numerusform>Other %n fields unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The audit found %n thing(s) that are not what they have to be.</source>
        <translation>
            <numerusform>The audit found %n thing that is not what it has to be.</numerusform>
            <numerusform>The audit found %n things that are not what they have to be.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The certificate ends in %n day(s)</source>
        <translation>
            <numerusform>The certificate ends in %n day</numerusform>
            <numerusform>The certificate ends in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more, in the protocol</source>
        <translation>
            <numerusform>and %n more, in the protocol</numerusform>
            <numerusform>and %n more, in the protocol</numerusform>
        </translation>
    </message>
    <message>
        <source>of April</source>
        <translation>April</translation>
    </message>
    <message>
        <source>of August</source>
        <translation>August</translation>
    </message>
    <message>
        <source>of December</source>
        <translation>December</translation>
    </message>
    <message>
        <source>of February</source>
        <translation>February</translation>
    </message>
    <message>
        <source>of January</source>
        <translation>January</translation>
    </message>
    <message>
        <source>of July</source>
        <translation>July</translation>
    </message>
    <message>
        <source>of June</source>
        <translation>June</translation>
    </message>
    <message>
        <source>of March</source>
        <translation>March</translation>
    </message>
    <message>
        <source>of May</source>
        <translation>May</translation>
    </message>
    <message>
        <source>of November</source>
        <translation>November</translation>
    </message>
    <message>
        <source>of October</source>
        <translation>October</translation>
    </message>
    <message>
        <source>of September</source>
        <translation>September</translation>
    </message>
    <message numerus="yes">
        <source>%n bet(s)</source>
        <translation>
            <numerusform>%n bet</numerusform>
            <numerusform>%n bets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n payout(s)</source>
        <translation>
            <numerusform>%n payout</numerusform>
            <numerusform>%n payouts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refund(s)</source>
        <translation>
            <numerusform>%n refund</numerusform>
            <numerusform>%n refunds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n other</numerusform>
            <numerusform>%n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Correct %n rejection(s)</source>
        <translation>
            <numerusform>Correct %n rejection</numerusform>
            <numerusform>Correct %n rejections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay(s) open</source>
        <translation>
            <numerusform>%n stays open</numerusform>
            <numerusform>%n stay open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %n id(s) that were not found</source>
        <translation>
            <numerusform>Copy %n id that was not found</numerusform>
            <numerusform>Copy %n ids that were not found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The file is there, whole: %n rejection(s).</source>
        <translation>
            <numerusform>The file is there, whole: %n rejection.</numerusform>
            <numerusform>The file is there, whole: %n rejections.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) of yours could not be sent</source>
        <translation>
            <numerusform>%n decision of yours could not be sent</numerusform>
            <numerusform>%n decisions of yours could not be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) wait for the connection</source>
        <translation>
            <numerusform>%n decision waits for the connection</numerusform>
            <numerusform>%n decisions wait for the connection</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) sent</source>
        <translation>
            <numerusform>%n decision sent</numerusform>
            <numerusform>%n decisions sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n consequence(s)</source>
        <translation>
            <numerusform>%n consequence</numerusform>
            <numerusform>%n consequences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of their own</source>
        <translation>
            <numerusform>%n of its own</numerusform>
            <numerusform>%n of their own</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n operation</numerusform>
            <numerusform>%n operations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show these %n</source>
        <translation>
            <numerusform>Show this %n</numerusform>
            <numerusform>Show these %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n difference</numerusform>
            <numerusform>%n differences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be read</source>
        <translation>
            <numerusform>%n file could not be read</numerusform>
            <numerusform>%n files could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) read</source>
        <translation>
            <numerusform>%n line read</numerusform>
            <numerusform>%n lines read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading: %n line(s)</source>
        <translation>
            <numerusform>Reading: %n line</numerusform>
            <numerusform>Reading: %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Written to be sent: %n transaction(s)</source>
        <translation>
            <numerusform>Written to be sent: %n transaction</numerusform>
            <numerusform>Written to be sent: %n transactions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{day}: everything agrees, %n transaction(s)</source>
        <translation>
            <numerusform>{day}: everything agrees, %n transaction</numerusform>
            <numerusform>{day}: everything agrees, %n transactions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) differ</source>
        <translation>
            <numerusform>%n field differs</numerusform>
            <numerusform>%n fields differ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n transaction(s), {sum} UAH</source>
        <translation>
            <numerusform>%n transaction, {sum} UAH</numerusform>
            <numerusform>%n transactions, {sum} UAH</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Write %n missing to be sent…</source>
        <translation>
            <numerusform>Write %n missing to be sent…</numerusform>
            <numerusform>Write %n missing to be sent…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open %n rejected</source>
        <translation>
            <numerusform>Open %n rejected</numerusform>
            <numerusform>Open %n rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n that are missing happened at {times}: look whether the platform had a connection then.</source>
        <translation>
            <numerusform>The one that is missing happened at {times}: look whether the platform had a connection then.</numerusform>
            <numerusform>All %n that are missing happened at {times}: look whether the platform had a connection then.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing in the perimeter</source>
        <translation>
            <numerusform>%n missing in the perimeter</numerusform>
            <numerusform>%n missing in the perimeter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n extra in the perimeter</source>
        <translation>
            <numerusform>%n extra in the perimeter</numerusform>
            <numerusform>%n extra in the perimeter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n different</source>
        <translation>
            <numerusform>%n different</numerusform>
            <numerusform>%n different</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <translation>
            <numerusform>%n rejected</numerusform>
            <numerusform>%n rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held</source>
        <translation>
            <numerusform>%n held</numerusform>
            <numerusform>%n held</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n doubled in the file</source>
        <translation>
            <numerusform>%n doubled in the file</numerusform>
            <numerusform>%n doubled in the file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %n character(s); without players' data.</source>
        <translation>
            <numerusform>At least %n character; without players' data.</numerusform>
            <numerusform>At least %n characters; without players' data.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held for a decision</source>
        <translation>
            <numerusform>%n held for a decision</numerusform>
            <numerusform>%n held for a decision</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) are corrected and sent again</source>
        <translation>
            <numerusform>%n operation is corrected and sent again</numerusform>
            <numerusform>%n operations are corrected and sent again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) are sent again as they are</source>
        <translation>
            <numerusform>%n operation is sent again as it is</numerusform>
            <numerusform>%n operations are sent again as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n that hang on them follow, unchanged</source>
        <translation>
            <numerusform>%n that hangs on them follows, unchanged</numerusform>
            <numerusform>%n that hang on them follow, unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n overdue</source>
        <translation>
            <numerusform>%n overdue</numerusform>
            <numerusform>%n overdue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to do</source>
        <translation>
            <numerusform>%n thing to do</numerusform>
            <numerusform>%n things to do</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an owner</source>
        <translation>
            <numerusform>%n without an owner</numerusform>
            <numerusform>%n without an owner</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Later, %n</source>
        <translation>
            <numerusform>Later · %n</numerusform>
            <numerusform>Later · %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What is due within %n day(s)</source>
        <translation>
            <numerusform>What is due within %n day</numerusform>
            <numerusform>What is due within %n days</numerusform>
        </translation>
    </message>
</context>
</TS>
