"""The titles that files give their columns, in English, Japanese, German and Portuguese."""

from collections.abc import Mapping
from typing import Final

from clinic_console.domain.imports import Kind
from clinic_console.domain.patients_names import parts_of

_PATIENTS: Final[Mapping[str, str]] = {
    "external": "id, patient id, patientid, external id, uuid, ID, 患者ID, ID do paciente, Patienten-ID",
    "mrn": (
        "mrn, medical record number, record number, chart number, chart no, hospital number, "
        "patient number, 患者番号, カルテ番号, 診察券番号, Patientennummer, Patientennr, Patienten-Nr, "
        "prontuário, número do prontuário, número do processo, processo"
    ),
    "name": (
        "name, full name, patient name, patient, 氏名, 患者氏名, 名前, お名前, 漢字氏名, Patientenname, "
        "nome, nome completo, nome do paciente"
    ),
    "family": (
        "family, family name, last, last name, lastname, surname, 姓, 苗字, 氏, 漢字姓, Nachname, "
        "Familienname, Zuname, sobrenome, apelido, apelidos, último nome"
    ),
    "given": (
        "given, given name, first, first name, firstname, forename, 名, 漢字名, Vorname, primeiro nome, nome próprio"
    ),
    "middle": "middle, middle name, middle initial, mi, ミドルネーム, zweiter Vorname, nome do meio",
    "prefix": "prefix, title, salutation, 敬称, Titel, Anrede, título, tratamento",
    "suffix": "suffix, name suffix, Namenszusatz, sufixo",
    "former": (
        "maiden, maiden name, birth name, former name, previous name, née, 旧姓, Geburtsname, "
        "nome de solteira, nome anterior"
    ),
    "kana": (
        "kana, name kana, カナ, フリガナ, ふりがな, カナ氏名, 氏名カナ, カナ名, セイ, メイ, 姓カナ, "
        "名カナ, カナ姓, 氏名フリガナ, 姓フリガナ, 名フリガナ, 氏名（カナ）, 姓（カナ）, 名（カナ）"
    ),
    "latin": ("latin, latin name, romaji, name in latin letters, ローマ字, 氏名ローマ字, ローマ字氏名, 英字氏名"),
    "born": (
        "born, birth date, birthdate, date of birth, dob, birthday, 生年月日, 誕生日, Geburtsdatum, "
        "geboren, geb, geb am, geburtstag, data de nascimento, nascimento, data nascimento, dt nascimento"
    ),
    "died": (
        "died, death date, deathdate, date of death, dod, deceased date, 死亡日, 死亡年月日, Sterbedatum, "
        "Todesdatum, verstorben, data de óbito, data do óbito, óbito"
    ),
    "sex": "sex, gender, 性別, Geschlecht, sexo, género, gênero",
    "phone": (
        "phone, phone number, telephone, telephone number, tel, mobile, mobile phone, cell, cell phone, "
        "home phone, 電話, 電話番号, 携帯, 携帯電話, 携帯番号, Telefon, Telefonnummer, Handy, Mobil, "
        "Mobiltelefon, telefone, telemóvel, celular, contacto, contato"
    ),
    "email": ("email, e mail, mail, email address, メール, メールアドレス, E-Mail-Adresse, correio eletrónico"),
    "address": (
        "address, address 1, address 2, street, city, town, state, province, zip, zip code, postcode, "
        "postal code, country, 住所, 郵便番号, 都道府県, 市区町村, 番地, Adresse, Anschrift, Straße, "
        "Strasse, Hausnummer, PLZ, Ort, Wohnort, endereço, morada, rua, bairro, cidade, localidade, CEP, "
        "código postal, concelho, distrito, país"
    ),
    "insurance": (
        "insurance, insurance number, insurance id, policy number, member id, 保険証番号, 被保険者番号, "
        "保険者番号, Versichertennummer, Versicherungsnummer, Krankenversichertennummer, cartão SUS, CNS, "
        "número de beneficiário"
    ),
    "national": (
        "ssn, social security number, national id, nhs number, nhs no, マイナンバー, 個人番号, "
        "Personalausweis, CPF, RG, NIF, número de utente, utente, SNS, cartão de cidadão"
    ),
    "passport": (
        "passport, passport number, 旅券番号, パスポート, パスポート番号, Reisepass, Passnummer, passaporte"
    ),
    "licence": (
        "licence, license, drivers, driver licence, driver license, drivers license, driver's license, "
        "運転免許, 運転免許証番号, 免許証番号, Führerschein, CNH, carta de condução"
    ),
    "language": "language, preferred language, 言語, 使用言語, Sprache, Muttersprache, idioma, língua",
}
_ENCOUNTERS: Final[Mapping[str, str]] = {
    "external": (
        "id, encounter id, visit id, encounter, visit number, ID, 受診ID, 来院番号, 受付番号, Fallnummer, "
        "Fall-ID, Fall-Nr, atendimento, ID do atendimento, número do atendimento"
    ),
    "patient": (
        "patient, patient id, patientid, subject, 患者ID, 患者, Patient, Patienten-ID, paciente, ID do paciente"
    ),
    "mrn": (
        "mrn, medical record number, record number, patient number, 患者番号, カルテ番号, 診察券番号, "
        "Patientennummer, Patienten-Nr, prontuário, número do processo"
    ),
    "began": (
        "start, started, began, begin, date, visit date, admission, admitted, admission date, start time, "
        "開始, 開始日時, 受診日, 来院日, 来院日時, 入院日, Beginn, Datum, Aufnahme, Aufnahmedatum, "
        "início, data, data de início, admissão"
    ),
    "ended": (
        "stop, end, ended, discharge, discharged, discharge date, end time, 終了, 終了日時, 退院日, Ende, "
        "Entlassung, Entlassungsdatum, fim, término, alta, data de fim"
    ),
    "kind": (
        "class, kind, type, encounter class, encounter type, 種別, 区分, 診療区分, Art, Fallart, Typ, tipo, classe"
    ),
    "code": "code, procedure code, コード, Kode, código",
    "text": "description, text, encounter description, 内容, 診療内容, Beschreibung, Bezeichnung, descrição",
    "reason": (
        "reason, reason description, reasondescription, diagnosis, chief complaint, 理由, 主訴, 病名, "
        "Grund, Diagnose, motivo, diagnóstico"
    ),
    "practitioner": (
        "provider, provider id, practitioner, doctor, physician, clinician, 医師, 担当医, 医師ID, Arzt, "
        "Behandler, médico, profissional"
    ),
}


_PAST: Final[Mapping[str, str]] = {
    "external": (
        "id, appointment id, appointmentid, appointment, visit id, booking id, appointment number, 予約ID, "
        "予約番号, 受付番号, Termin-ID, Terminnummer, Termin-Nr, agendamento, ID do agendamento, "
        "código do agendamento, consulta, ID da consulta, número da consulta"
    ),
    "patient": _ENCOUNTERS["patient"],
    "mrn": _ENCOUNTERS["mrn"],
    "day": (
        "appointment day, appointmentday, appointment date, visit day, visit date, day, date, 予約日, "
        "受診日, 来院日, 診察日, 日付, Termin, Termindatum, Datum, Tag, data da consulta, "
        "data do agendamento, dia da consulta, data, dia"
    ),
    "booked": (
        "scheduled day, scheduledday, scheduled, booked, booking date, booked on, created, date booked, "
        "予約受付日, 受付日, 予約取得日, 登録日, gebucht, gebucht am, Buchungsdatum, vergeben am, "
        "data de marcação, marcado em, agendado em, data de registro, data de registo"
    ),
    "missed": (
        "no show, noshow, no-show, missed, did not attend, dna, 無断キャンセル, 未来院, 欠席, "
        "nicht erschienen, versäumt, falta, faltou, não compareceu, ausência"
    ),
    "state": (
        "state, status, outcome, appointment status, 状態, ステータス, 結果, Zustand, Ergebnis, situação, estado"
    ),
    "kind": (
        "kind, type, appointment type, visit type, class, 種別, 区分, 予約種別, 診療科, Art, Terminart, Typ, "
        "tipo, tipo de consulta, especialidade"
    ),
    "reason": _ENCOUNTERS["reason"],
    "text": (
        "text, note, notes, comment, description, 備考, メモ, 内容, Bemerkung, Notiz, observação, observações, nota"
    ),
    "doctor": (
        "doctor, doctor name, practitioner, provider, physician, clinician, doctor's name, 医師, 担当医, "
        "医師名, 担当医師, Arzt, Ärztin, Behandler, médico, médica, profissional, nome do médico"
    ),
    "name": _PATIENTS["name"].replace("patient, ", ""),
    "sex": _PATIENTS["sex"],
    "age": "age, age years, 年齢, 年令, Alter, idade",
    "born": _PATIENTS["born"],
}
_LISTED: Final[Mapping[str, str]] = {
    **{field: _PAST[field] for field in ("external", "patient", "mrn", "name", "born", "doctor", "reason")},
    "begins": (
        "begins, begin, start, starts, date and time, date time, datetime, appointment time and date, "
        "予約日時, 開始日時, 日時, Beginn, Datum und Uhrzeit, data e hora, início"
    ),
    "day": _PAST["day"],
    "time": (
        "time, start time, appointment time, hour, from, 時刻, 時間, 予約時間, 予約時刻, 開始時刻, Uhrzeit, "
        "Zeit, von, hora, horário, hora da consulta"
    ),
    "type": _PAST["kind"],
}


def field_of(kind: Kind, title: str) -> str:
    """Return the field that a column's title means, empty for none that is known."""
    return _FIELDS[kind].get(_plain(title), "")


def _plain(title: str) -> str:
    return "".join(parts_of(title))


def _inverted(titles: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, words in titles.items():
        for word in words.split(","):
            found.setdefault(_plain(word), field)
    return found


_FIELDS: Final = {
    Kind.PATIENTS: _inverted(_PATIENTS),
    Kind.ENCOUNTERS: _inverted(_ENCOUNTERS),
    Kind.APPOINTMENTS: _inverted(_PAST),
    Kind.DAY_LIST: _inverted(_LISTED),
}
