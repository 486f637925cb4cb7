// Package ocean is the client of OCEAN, the fleet service of Ocean System, for what concerns the
// private and professional use of company cars.
//
// # The subject
//
// OCEAN's own nouns stay French here, because its documents, its screens and its field names use them:
//
//   - individu: a person of the fleet, nearly always a driver. Its id is the individuId of every call.
//   - fiche: one line of the list of individus: the individu with its entité, user account and vehicle.
//   - entité: a part of the customer's organisation (an agency, a department).
//   - vie privée récurrente: the private hours of an ordinary week, wall-clock hours with a validity.
//   - vie privée exceptionnelle: one private period between two instants, with a reason.
//   - horaire: the hours inside either of the two. Never needed to act on them.
//   - extension: the part of an exceptional period that holds its reason. Its id, and neither the id of
//     the period nor that of an horaire, is what deleting and modifying want: see [Exceptionnelle].
//   - étape: one trip of a vehicle, from ignition on to ignition off. Three keys name it: see [EtapeKey].
//   - fiche journalière (ficheJour): the trips of one vehicle on one day.
//   - a posteriori: asking that a past étape be counted as private, or as professional.
//
// # What a caller can rely on
//
// Reads are tried again when OCEAN is busy, broken or cut off. Writes are not: OCEAN makes two periods of
// two identical calls, and a time-out says nothing of whether the first was made. Every error of a write
// therefore says what it means for OCEAN's state: ask [OutcomeOf]. Where it gives [Unknown], read back
// before trying again. The only writes that are sent a second time by this package are those of which
// OCEAN said that it did nothing: answered 401 (token renewed), 429 (wait honoured), or 400 to a date
// whose zone may be written in two ways ([DateZoneAuto]).
//
// Errors never hold an address with its query, a token, a password or the reason of a period, so they may
// be logged. The text of OCEAN's own message is cleaned and cut.
//
// Instants are [time.Time] and leave this package in UTC. Weekly hours are minutes of the day in the
// customer's zone ([Config.Zone]). Ids are int64.
//
// The services are described at https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer.
package ocean
