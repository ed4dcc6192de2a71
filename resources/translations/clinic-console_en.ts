<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
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
        <source>Shared station: %n person(s) forgotten</source>
        <translation>
            <numerusform>Shared station: %n person forgotten</numerusform>
            <numerusform>Shared station: %n people forgotten</numerusform>
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
