// Package oceansim is OCEAN in memory: the web services that the bot uses, as an [http.Handler], as strict as
// the vendor's documents, with faults that can be asked for. It serves the demonstration and the tests.
//
// It keeps the traps of the real service. An exceptional period has three ids, of which only that of its
// extension can be deleted or changed. Creating is singular, reading and deleting are plural. Nothing past is
// ever changed. Recurring hours get new ids after every write. A 404 means that there is nothing.
//
// Where the documents are silent it decides, and says so beside the decision.
package oceansim
