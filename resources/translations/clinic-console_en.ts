<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
<context>
    <name>Booking</name>
    <message numerus="yes">
        <source>%1 · %n min</source>
        <translation>
            <numerusform>%1 · %n min</numerusform>
            <numerusform>%1 · %n min</numerusform>
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
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Bulk</name>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already cancelled</source>
        <translation>
            <numerusform>%n already cancelled</numerusform>
            <numerusform>%n already cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already here</source>
        <translation>
            <numerusform>%n already here</numerusform>
            <numerusform>%n already here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already in</source>
        <translation>
            <numerusform>%n already in</numerusform>
            <numerusform>%n already in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already so</source>
        <translation>
            <numerusform>%n already so</numerusform>
            <numerusform>%n already so</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n arrived</source>
        <translation>
            <numerusform>%n arrived</numerusform>
            <numerusform>%n arrived</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <translation>
            <numerusform>%n cancelled</numerusform>
            <numerusform>%n cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checked in</source>
        <translation>
            <numerusform>%n checked in</numerusform>
            <numerusform>%n checked in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checked out</source>
        <translation>
            <numerusform>%n checked out</numerusform>
            <numerusform>%n checked out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n expected again</source>
        <translation>
            <numerusform>%n expected again</numerusform>
            <numerusform>%n expected again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept back</source>
        <translation>
            <numerusform>%n kept back</numerusform>
            <numerusform>%n kept back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved</source>
        <translation>
            <numerusform>%n moved</numerusform>
            <numerusform>%n moved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n no-show</source>
        <translation>
            <numerusform>%n no-show</numerusform>
            <numerusform>%n no-show</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of the selected.</source>
        <translation>
            <numerusform>%n of the selected.</numerusform>
            <numerusform>%n of the selected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n roomed</source>
        <translation>
            <numerusform>%n roomed</numerusform>
            <numerusform>%n roomed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken back</source>
        <translation>
            <numerusform>%n taken back</numerusform>
            <numerusform>%n taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visits at a time at most</source>
        <translation>
            <numerusform>%n visit at a time at most</numerusform>
            <numerusform>%n visits at a time at most</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with the doctor</source>
        <translation>
            <numerusform>%n with the doctor</numerusform>
            <numerusform>%n with the doctor</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n visit(s)</source>
        <translation>
            <numerusform>Cancel %n visit</numerusform>
            <numerusform>Cancel %n visits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n visit(s)</source>
        <translation>
            <numerusform>Move %n visit</numerusform>
            <numerusform>Move %n visits</numerusform>
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
        <source>of %Ln shown</source>
        <translation>
            <numerusform>of %Ln shown</numerusform>
            <numerusform>of %Ln shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message numerus="yes">
        <source>%n visit(s) to come</source>
        <translation>
            <numerusform>%n visit to come</numerusform>
            <numerusform>%n visits to come</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckIn</name>
    <message numerus="yes">
        <source>%n identifiers at least, or say why they cannot be confirmed.</source>
        <translation>
            <numerusform>%n identifier at least, or say why it cannot be confirmed.</numerusform>
            <numerusform>%n identifiers at least, or say why they cannot be confirmed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still to sign</source>
        <translation>
            <numerusform>%n still to sign</numerusform>
            <numerusform>%n still to sign</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new arrivals</source>
        <translation>
            <numerusform>%n new arrival</numerusform>
            <numerusform>%n new arrivals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visits of this day are hidden by it.</source>
        <translation>
            <numerusform>%n visits of this day are hidden by it.</numerusform>
            <numerusform>%n visits of this day are hidden by it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Search %n days</source>
        <translation>
            <numerusform>Search %n day</numerusform>
            <numerusform>Search %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>first %n</source>
        <translation>
            <numerusform>first %n</numerusform>
            <numerusform>first %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>next %n days</source>
        <translation>
            <numerusform>next %n day</numerusform>
            <numerusform>next %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Glass</name>
    <message numerus="yes">
        <source>%n charts</source>
        <translation>
            <numerusform>%n chart</numerusform>
            <numerusform>%n charts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Say it in at least %n characters.</source>
        <translation>
            <numerusform>Say it in at least %n character.</numerusform>
            <numerusform>Say it in at least %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Hours</name>
    <message numerus="yes">
        <source>%n day(s) before</source>
        <translation>
            <numerusform>%n day before</numerusform>
            <numerusform>%n days before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) before</source>
        <translation>
            <numerusform>%n hour before</numerusform>
            <numerusform>%n hours before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) cannot stay so.</source>
        <translation>
            <numerusform>%n line cannot stay so.</numerusform>
            <numerusform>%n lines cannot stay so.</numerusform>
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
        <source>%n min before</source>
        <translation>
            <numerusform>%n min before</numerusform>
            <numerusform>%n min before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) would lie outside of hours.</source>
        <translation>
            <numerusform>%n visit would lie outside of hours.</numerusform>
            <numerusform>%n visits would lie outside of hours.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Save, %n visit(s) stay outside of hours</source>
        <translation>
            <numerusform>Save, %n visit stays outside of hours</numerusform>
            <numerusform>Save, %n visits stay outside of hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Identity</name>
    <message numerus="yes">
        <source>%n more to compare</source>
        <translation>
            <numerusform>%n more to compare</numerusform>
            <numerusform>%n more to compare</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Imports</name>
    <message numerus="yes">
        <source>%Ln visit(s) of this clinic in all</source>
        <translation>
            <numerusform>%Ln visit of this clinic in all</numerusform>
            <numerusform>%Ln visits of this clinic in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them will be refused</source>
        <translation>
            <numerusform>%n of them will be refused</numerusform>
            <numerusform>%n of them will be refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End this import? %Ln row(s) are in and stay in. To bring in the rest later, import the file again: what is in is passed over.</source>
        <translation>
            <numerusform>End this import? %Ln row is in and stays in. To bring in the rest later, import the file again: what is in is passed over.</numerusform>
            <numerusform>End this import? %Ln rows are in and stay in. To bring in the rest later, import the file again: what is in is passed over.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Finished: %Ln row(s) looked at</source>
        <translation>
            <numerusform>Finished: %Ln row looked at</numerusform>
            <numerusform>Finished: %Ln rows looked at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>How the first %n row(s) will come in</source>
        <translation>
            <numerusform>How the first %n row will come in</numerusform>
            <numerusform>How the first %n rows will come in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min left</source>
        <translation>
            <numerusform>about %n min left</numerusform>
            <numerusform>about %n min left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n result</numerusform>
            <numerusform>%n results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Patient</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n months</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n years</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Say it in at least %n characters.</source>
        <translation>
            <numerusform>Say it in at least %n character.</numerusform>
            <numerusform>Say it in at least %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PatientForm</name>
    <message numerus="yes">
        <source>%n probably the same</source>
        <translation>
            <numerusform>%n probably the same</numerusform>
            <numerusform>%n probably the same</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %n years ago: look at the year.</source>
        <translation>
            <numerusform>More than %n year ago: look at the year.</numerusform>
            <numerusform>More than %n years ago: look at the year.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Patients</name>
    <message numerus="yes">
        <source>%n patients</source>
        <translation>
            <numerusform>%n patient</numerusform>
            <numerusform>%n patients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Print</name>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n visit</numerusform>
            <numerusform>%n visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Schedule</name>
    <message numerus="yes">
        <source>%n free</source>
        <translation>
            <numerusform>%n free</numerusform>
            <numerusform>%n free</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Schedule of %1, %n columns</source>
        <translation>
            <numerusform>Schedule of %1, %n column</numerusform>
            <numerusform>Schedule of %1, %n columns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Waitlist, %n patients</source>
        <translation>
            <numerusform>Waitlist, %n patient</numerusform>
            <numerusform>Waitlist, %n patients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) ended</source>
        <translation>
            <numerusform>%n session ended</numerusform>
            <numerusform>%n sessions ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) of %1 ended</source>
        <translation>
            <numerusform>%n session of %1 ended</numerusform>
            <numerusform>%n sessions of %1 ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n session(s)? Who works there is signed out.</source>
        <translation>
            <numerusform>End %n session? Who works there is signed out.</numerusform>
            <numerusform>End %n sessions? Who works there is signed out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Station</name>
    <message numerus="yes">
        <source>%n screen(s) found.</source>
        <translation>
            <numerusform>%n screen found.</numerusform>
            <numerusform>%n screens found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ward(s) watched.</source>
        <translation>
            <numerusform>%n ward watched.</numerusform>
            <numerusform>%n wards watched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>After %n minute</numerusform>
            <numerusform>After %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Shared station: %n person(s) forgotten</source>
        <translation>
            <numerusform>Shared station: %n person forgotten</numerusform>
            <numerusform>Shared station: %n people forgotten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This PC locks after %n minute(s)</source>
        <translation>
            <numerusform>This PC locks after %n minute</numerusform>
            <numerusform>This PC locks after %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Turning it on forgets %n person(s) remembered here.</source>
        <translation>
            <numerusform>Turning it on forgets %n person remembered here.</numerusform>
            <numerusform>Turning it on forgets %n people remembered here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Stations</name>
    <message numerus="yes">
        <source>%n session(s) ended at %1</source>
        <translation>
            <numerusform>%n session ended at %1</numerusform>
            <numerusform>%n sessions ended at %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message numerus="yes">
        <source>%n gone</source>
        <translation>
            <numerusform>%n gone</numerusform>
            <numerusform>%n gone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Trends</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Unavailable</name>
    <message numerus="yes">
        <source>%n day(s) ahead</source>
        <translation>
            <numerusform>%n day ahead</numerusform>
            <numerusform>%n days ahead</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left to a clinician: the visits stay as they are.</source>
        <translation>
            <numerusform>%n left to a clinician: the visit stays as it is.</numerusform>
            <numerusform>%n left to a clinician: the visits stay as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In other clinics %n visits fall into this time: they stay.</source>
        <translation>
            <numerusform>In other clinics %n visits fall into this time: they stay.</numerusform>
            <numerusform>In other clinics %n visits fall into this time: they stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Users</name>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) of %1 ended</source>
        <translation>
            <numerusform>%n session of %1 ended</numerusform>
            <numerusform>%n sessions of %1 ended</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Visit</name>
    <message numerus="yes">
        <source>%n wait(s) for this time.</source>
        <translation>
            <numerusform>%n waits for this time.</numerusform>
            <numerusform>%n wait for this time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Waitlist</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
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
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message numerus="yes">
        <source>Vitals wall, %n beds</source>
        <translation>
            <numerusform>Vitals wall, %n bed</numerusform>
            <numerusform>Vitals wall, %n beds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WardView</name>
    <message numerus="yes">
        <source>%n beds</source>
        <translation>
            <numerusform>%n bed</numerusform>
            <numerusform>%n beds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n occupied</source>
        <translation>
            <numerusform>%n occupied</numerusform>
            <numerusform>%n occupied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wards</source>
        <translation>
            <numerusform>%n ward</numerusform>
            <numerusform>%n wards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with data</source>
        <translation>
            <numerusform>%n with data</numerusform>
            <numerusform>%n with data</numerusform>
        </translation>
    </message>
</context>
</TS>
