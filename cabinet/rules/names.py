"""People's first names, as far as free text is looked through for them: without one, no word is taken for a surname.

The commonest of Ukraine's registers of births, in Ukrainian and in Latin letters by the rules of resolution 55 of the
Cabinet of Ministers (2010) and by older habits. A list of names alone is nobody's personal data.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FIRST_NAMES", "LATIN_FIRST_NAMES"]

FIRST_NAMES: Final = frozenset(
    """
    алла аліна анастасія анатолій ангеліна андрій анна антон артем богдан борис вадим валентин валентина валерій
    валерія варвара василина василь владислав володимир вячеслав віктор вікторія віра віталій віталіна галина
    ганна геннадій григорій данило дарина даря денис дмитро діана елла захар злата зоряна зоя зінаїда карина
    катерина кирило клавдія костянтин кіра лариса лев леонід леся лука любов людмила лідія лілія майя максим
    маргарита марина марко марта марян маряна марія матвій микита микола мирослава михайло мілана надія назар
    назарій наталя наталія неля нестор ніна оксана олег олександр олександра олексій олена олеся ольга орест
    остап павло петро платон поліна раїса римма роксолана роман ростислав руслан руслана святослав світлана
    семен сергій соломія софія станіслав степан степанія тамара тарас таїсія тетяна тимофій тимур уляна федір
    христина юліан юлія юрій юхим яків яна ярина ярослав ярослава єва євген євгенія євдокія єгор іван ігор
    іларіон ілля інна ірина
    """.split()  # noqa: SIM905  three hundred words read better than three hundred strings
)
"""Small letters, without apostrophes."""
LATIN_FIRST_NAMES: Final = frozenset(
    """
    aleksandr aleksandra aleksey alexander alexey alina alla anastasia anastasiia anatolii anatoliy andrei
    andrey andrii andriy anhelina anna anton artem bogdan bohdan boris borys danylo daria daryna denis denys
    dmitriy dmitry dmytro ekaterina elena eva evgeniy fedir galina grigoriy halyna hanna hryhorii igor ihor
    illia ilya inna irina iryna ivan julia karyna katerina kateryna khrystyna konstantin kostiantyn kyrylo
    larisa larysa leonid lesia lidiia liliia liubov liudmyla ludmila maksym marharyta maria mariana mariia
    marina marko maryna matvii maxim mikhail mykhailo mykola mykyta nadiia natalia nataliia nataliya nazar
    nazarii nikita nikolay nina oksana oleg oleh oleksandr oleksandra oleksii oleksiy olena olesia olga olha
    orest ostap pavel pavlo petro polina raisa rostyslav ruslan sergei sergey sergii serhii serhiy sofia sofiia
    solomiia stanislav stepan svetlana sviatoslav svitlana tamara taras tatiana tatyana tetiana tymofii tymur
    uliana vadim vadym valentin valentina valentyn valentyna valeria valerii valeriia valeriy vasil vasyl
    viacheslav victor victoria viktor viktoria viktoriia vitalii vitaliy vladimir vladislav vladyslav volodymyr
    vyacheslav yakiv yana yaroslav yaroslava yaryna yevgen yevhen yevheniia yulia yuliia yuri yurii yuriy
    zinaida zoriana
    """.split()  # noqa: SIM905  as above
)
