"""Made-up registries of households with known duplicates, and with honest look-alikes: what supply_duplicates.py tries the
program on and bench/duplicates.py times. A seed is the same registry on every machine. No person in it exists.

The names, their frequencies (Zipf), the slips and their shares were written down before the program was run on them.
"""
import csv
import datetime
import random
import unicodedata

WOMEN = ('María José Rosa Ana Luz Carolina Claudia Silvia Julia Isabel Francisca Alejandra Paula Beatriz Mercedes Dolores Rosario Teresa Graciela '
         'Susana Yolanda Lucía Victoria Elsa Irma Blanca Olga Raquel Nelly Graciela Magdalena Guadalupe Concepción').split()
MEN = ('José Juan Luis Francisco Antonio Ricardo Eduardo Roberto Fernando Guillermo Enrique Alejandro Ignacio Santiago Vicente Jesús Rafael '
       'Ernesto Alberto Rodolfo Gonzalo Gustavo Jaime Arturo Hugo Segundo Froilán Nicanor Benito Claudio Julio Daniel Gabriel').split()
SURNAMES = ('Quispe Mamani Choque Condori Benítez Acosta Medina Suárez Giménez Domínguez Ibáñez Cabrera Ledesma Peralta Sosa Leiva Escobar Cáceres Paz '
            'Villalobos Zúñiga Yáñez Barrios Cabello Maturana Inostroza Bustamante Aguilera Parra Poblete Lagos Ulloa Arriagada Toledo Venegas Rebolledo '
            'Monsalve Lobos Ahumada Troncoso Llanquileo Painemal Colipí Marileo Cayupi Antilén Epuleo Loncón Basualto Zambrano Cifuentes Vidal Ponce '
            'Palma Leal Urrutia Godoy Farías Pinto Duarte Moya Calderón Espejo Lillo Osorio Oyarzún Barría Mansilla Gómez Gámez Roa Rea Correa').split()
STREETS = ['%s %s' % (way, name) for way, names in (
    ('Calle', 'San Martín|Los Carrera|Balmaceda|Arturo Prat|Freire|Cuatro|Siete|Quince|El Peumo|La Estrella'),
    ('Pasaje', 'Los Boldos|El Quillay|Las Camelias|Doce|Los Canelos|Pablo Neruda|Río Claro|El Litre'),
    ('Avenida', 'Grecia|Matta|La Feria|Carlos Valdovinos|Los Morros'), ('Camino', 'a Lonquén|El Alba|Los Pinos'),
    ('Población', 'La Bandera|Nueva Palena'), ('Villa', 'Francia|O’Higgins')) for name in names.split('|')]
SHORT = {'Calle': ['C.', 'calle', ''], 'Pasaje': ['Pje.', 'Psje', 'pasaje'], 'Avenida': ['Av.', 'Avda.', 'AV'], 'Camino': ['Cno.', 'camino'],
         'Población': ['Pob.', 'Pobl', 'POBLACION'], 'Villa': ['V.', 'villa']}
NICKS = {'María': ['Mª', 'Mary', 'Maruja'], 'José': ['Pepe', 'Chepe'], 'Rosa': ['Rosita'], 'Ana': ['Anita'], 'Carolina': ['Caro'], 'Silvia': ['Silvita'],
         'Julia': ['Julita'], 'Isabel': ['Chabela', 'Isa'], 'Francisca': ['Pancha', 'Paca'], 'Alejandra': ['Ale'], 'Paula': ['Paulita', 'Pau'],
         'Beatriz': ['Betty', 'Bea'], 'Mercedes': ['Meche'], 'Dolores': ['Lola'], 'Rosario': ['Charo', 'Chayo'], 'Teresa': ['Tere'],
         'Graciela': ['Chela'], 'Susana': ['Susy'], 'Yolanda': ['Yoli'], 'Lucía': ['Lucy'], 'Victoria': ['Vicky', 'Toya'], 'Elsa': ['Elsita'],
         'Magdalena': ['Malena'], 'Guadalupe': ['Lupe', 'Lupita'], 'Concepción': ['Concha', 'Conchita'], 'Juan': ['Juanito', 'Juancho'],
         'Luis': ['Lucho', 'Luchito'], 'Francisco': ['Pancho', 'Paco', 'Fco.'], 'Antonio': ['Toño', 'Tony'], 'Ricardo': ['Richi'],
         'Eduardo': ['Lalo', 'Edu'], 'Roberto': ['Beto'], 'Fernando': ['Nando', 'Feña'], 'Guillermo': ['Memo', 'Guille'], 'Enrique': ['Quique', 'Kike'],
         'Alejandro': ['Ale', 'Alex'], 'Ignacio': ['Nacho'], 'Santiago': ['Chago', 'Santi'], 'Vicente': ['Chente'], 'Jesús': ['Chucho', 'Chuy'],
         'Rafael': ['Rafa'], 'Ernesto': ['Neto', 'Tito'], 'Alberto': ['Beto', 'Tito'], 'Rodolfo': ['Rolo', 'Fito'], 'Gonzalo': ['Chalo', 'Gonza'],
         'Gustavo': ['Tavo', 'Gus'], 'Julio': ['Julito'], 'Daniel': ['Dani'], 'Gabriel': ['Gabi']}
FIELDS = ['registro', 'nombres', 'apellido1', 'apellido2', 'nacimiento', 'calle', 'numero', 'personas']


def plain(text):
    return ''.join(c for c in unicodedata.normalize('NFD', text) if not unicodedata.combining(c))


def slip(draw, word):
    """One slip of the keyboard: a letter lost, doubled, exchanged with its neighbour or another."""
    i = draw.randrange(len(word) - 1) if len(word) > 1 else 0
    return draw.choice([word[:i] + word[i + 1:], word[:i + 1] + word[i:], word[:i] + word[i + 1:i + 2] + word[i] + word[i + 2:],
                        word[:i] + draw.choice('abcdefghijlmnoprstuvz') + word[i + 1:]]) or word


class Town:
    def __init__(self, seed, doors):
        self.draw, self.doors, self.rows, self.house = random.Random(seed), doors, [], 0
        self.weights = {id(names): [1 / (i + 4) for i in range(len(names))] for names in (WOMEN, MEN, SURNAMES)}

    def pick(self, names):
        return self.draw.choices(names, self.weights[id(names)])[0]

    def given(self, sex):
        first = self.pick(sex)
        second = self.pick(sex)
        return first if second == first or self.draw.random() < 0.35 else first + ' ' + second

    def birth(self, oldest=1895, youngest=1955):
        return datetime.date(oldest, 1, 1) + datetime.timedelta(self.draw.randrange(365 * (youngest - oldest)))

    def head(self):
        sex = self.draw.choice((WOMEN, MEN))
        return {'nombres': self.given(sex), 'sex': sex, 'apellido1': self.pick(SURNAMES), 'apellido2': self.pick(SURNAMES), 'nacimiento': self.birth(),
                'calle': self.draw.choice(STREETS), 'numero': str(self.draw.randrange(1, self.doors)), 'personas': min(12, 1 + int(self.draw.expovariate(0.28)))}

    def add(self, row, house=None):
        if house is None:
            self.house += 1
            house = self.house
        self.rows.append(dict(row, hogar=house))
        return house

    def look_alike(self, row):
        """An honest registration that resembles another: kin, neighbour, namesake."""
        other = self.head()
        kind = self.draw.choice(('brother', 'twin', 'son', 'couple', 'cousin', 'door', 'namesake'))
        if kind in ('brother', 'twin', 'son', 'couple', 'door'):
            other.update(calle=row['calle'], numero=row['numero'])
        if kind in ('brother', 'twin'):
            other.update(apellido1=row['apellido1'], apellido2=row['apellido2'])
            other['nacimiento'] = row['nacimiento'] if kind == 'twin' else row['nacimiento'] + datetime.timedelta(self.draw.randrange(330, 4000))
            while set(other['nombres'].split()) & set(row['nombres'].split()):
                other['nombres'] = self.given(other['sex'])
        elif kind == 'son':
            other.update(nombres=row['nombres'], apellido1=row['apellido1'])
            other['nacimiento'] = row['nacimiento'] + datetime.timedelta(self.draw.randrange(365 * 18, 365 * 35))
        elif kind == 'cousin':
            other.update(apellido1=row['apellido1'], nombres=row['nombres'])
        elif kind == 'namesake':
            other.update(nombres=row['nombres'], apellido1=row['apellido1'], apellido2=row['apellido2'])
        return other

    def again(self, row):
        """The same household, registered again by another clerk: one to three slips."""
        row, draw = dict(row), self.draw
        for kind in draw.sample(('plain', 'plain', 'nick', 'one name', 'one surname', 'swapped', 'slip surname', 'slip name', 'street', 'street',
                                 'day', 'digit', 'members', 'moved', 'initial'), draw.choice((1, 1, 2, 2, 3))):
            names = row['nombres'].split()
            if kind == 'plain':
                row.update({key: plain(row[key]) for key in ('nombres', 'apellido1', 'apellido2', 'calle')})
            elif kind == 'nick':
                row['nombres'] = ' '.join([draw.choice(NICKS.get(names[0], [names[0]]))] + names[1:])
            elif kind == 'one name':
                row['nombres'] = names[0]
            elif kind == 'one surname':
                row['apellido2'] = ''
            elif kind == 'initial' and row['apellido2']:
                row['apellido2'] = row['apellido2'][0] + '.'
            elif kind == 'swapped' and row['apellido2']:
                row['apellido1'], row['apellido2'] = row['apellido2'], row['apellido1']
            elif kind == 'slip surname':
                row['apellido1'] = slip(draw, row['apellido1'])
            elif kind == 'slip name':
                row['nombres'] = ' '.join([slip(draw, names[0])] + names[1:])
            elif kind == 'street':
                way, _, rest = row['calle'].partition(' ')
                row['calle'] = ' '.join((draw.choice(SHORT[way]) + ' ' + rest).split()) if way in SHORT else row['calle']
            elif kind == 'day' and row['nacimiento'].day <= 12:
                row['nacimiento'] = row['nacimiento'].replace(month=row['nacimiento'].day, day=row['nacimiento'].month)
            elif kind == 'digit':
                day = row['nacimiento'].day
                row['nacimiento'] = row['nacimiento'].replace(day=draw.choice([d for d in range(1, 29) if d % 10 != day % 10 and d // 10 == min(day, 28) // 10]))
            elif kind == 'members':
                row['personas'] = max(1, row['personas'] + draw.choice((-1, 1, 2)))
            elif kind == 'moved':
                row['calle'], row['numero'] = draw.choice(STREETS), str(draw.randrange(1, self.doors))
        return row


def registry(seed, count, doors=1000):
    """About `count` registrations: rows as the file has them, and the household of each registration."""
    town = Town(seed, doors)
    while len(town.rows) < count:
        row = town.head()
        house = town.add(row)
        chance = town.draw.random()
        if chance < 0.15:
            for _ in range(town.draw.choice((1, 1, 1, 1, 2))):
                town.add(town.again(row), house)
        elif chance < 0.30:
            town.add(town.look_alike(row))
    town.draw.shuffle(town.rows)
    rows, truth = [], {}
    for number, row in enumerate(town.rows, 1):
        row['registro'] = str(number)
        truth[row['registro']] = row['hogar']
        rows.append([row[key] for key in FIELDS])
    return rows, truth


def write(path, rows):
    with open(path, 'w', encoding='utf-8', newline='') as stream:
        out = csv.writer(stream, lineterminator='\n')
        out.writerow(FIELDS)
        out.writerows(rows)


def scores(truth, pairs):
    """(recall, precision) of listed pairs of registrations."""
    houses = {}
    for one, house in truth.items():
        houses.setdefault(house, []).append(one)
    real = {frozenset((a, b)) for members in houses.values() for a in members for b in members if a != b}
    listed = {frozenset(pair) for pair in pairs}
    return len(real & listed) / max(1, len(real)), len(real & listed) / max(1, len(listed))
