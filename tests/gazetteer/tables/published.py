# ruff: noqa: E501 - rows as they are published
"""
Rows in the columns that ACLED, UCDP GED, GTD and HXL sheets are published with; contents are made.

Headers: ACLED Codebook (2024); UCDP GED Codebook 23.1; GTD Codebook (2021), the first columns of
the file and those that are read; HXL hashtag dictionary 1.1, as the sheets of HDX carry it.
"""

ACLED = """\
event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,\
admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,\
tags,timestamp
SYR1,21 May 2020,2020,1,Political violence,Explosions/Remote violence,\
Remote explosive/landmine/IED,Islamic State (Syria),,2,QSD: Syrian Democratic Forces,,2,22,,760,\
Middle East,Syria,Deir ez Zor,Al Mayadin,Al Mayadin,Al Mayadin,35.0197,40.4504,1,SOHR,Other,\
"On 21 May 2020, an IED hit a car about 10 km north of Al-Mayadeen.",3,,1590000000
SYR2,22 May 2020,2020,1,Political violence,Battles,Armed clash,Islamic State (Syria),,2,\
Military Forces of Syria,,1,12,,760,Middle East,Syria,Homs,Tadmur,Tadmor,Palmyra,34.5624,38.2840,2,\
SANA,National,"Clashes near Palmyra.",0,,1590000000
SYR3,23 May 2020,2020,2,Demonstrations,Protests,Peaceful protest,Protesters (Syria),,6,,,0,60,,760,\
Middle East,Syria,Idleb,Idleb,Idleb,Idleb,35.9306,36.6339,3,SOHR,Other,,0,,1590000000
"""

UCDP = """\
id,relid,year,active_year,code_status,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,\
dyad_name,side_a,side_b,number_of_sources,source_article,source_office,source_date,source_headline,\
source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,\
geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,\
deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low
1,SYR-1,2016,1,Clear,1,1,Syria,1,"Government of Syria - IS",Government of Syria,IS,1,a,SOHR,\
2016-05-02,Clashes,x,1,Aleppo town,"Aleppo city",Aleppo Governorate,Jabal Saman district,36.201241,\
37.161173,POINT (37.161173 36.201241),1,Syria,652,Middle East,1,1,2016-05-01,2016-05-01,1,2,0,0,3,4,3
2,SYR-2,2016,1,Clear,1,1,Syria,1,x,A,B,1,a,SOHR,2016-05-02,x,x,2,Al Mayadin town,\
"a village 12 km northwest of Al Mayadin",Deir ez Zor Governorate,,35.0197,40.4504,x,1,Syria,652,\
Middle East,1,1,2016-05-01,2016-05-02,0,0,0,0,0,0,0
3,SYR-3,2016,1,Clear,3,1,Syria,1,x,A,B,1,a,SOHR,2016-05-02,x,x,3,Manbij district,x,\
Aleppo Governorate,Manbij district,36.52,37.95,x,1,Syria,652,Middle East,1,1,2016-05-01,2016-05-02,\
0,0,0,0,5,5,5
4,YEM-4,2016,1,Clear,1,1,Yemen,1,x,A,B,1,a,x,2016-05-02,x,x,6,Yemen,x,,,15.5,47.5,x,1,\
Yemen (North Yemen),678,Middle East,1,1,2016-05-01,2016-05-02,0,0,0,0,5,5,5
"""

GTD = """\
eventid,iyear,imonth,iday,approxdate,extended,resolution,country,country_txt,region,region_txt,\
provstate,city,latitude,longitude,specificity,vicinity,location,summary,crit1,crit2,crit3,doubtterr,\
multiple,success,suicide,attacktype1,attacktype1_txt,targtype1,targtype1_txt,target1,gname,nkill,\
nwound,scite1,dbsource
202005210001,2020,5,21,,0,,95,Iraq,10,Middle East & North Africa,Anbar,Fallujah,33.3489,43.7786,1,1,\
"The attack took place 15 km north of Fallujah.","05/21/2020: Assailants attacked a convoy.",1,1,1,0,\
0,1,0,3,Bombing/Explosion,4,Military,Soldiers,Islamic State of Iraq and the Levant (ISIL),2,,x,START
202005000002,2020,5,0,May,0,,153,Pakistan,6,South Asia,Balochistan,Unknown,28.49,65.09,4,-9,,x,1,1,\
1,0,0,1,0,2,Armed Assault,14,Private Citizens,Civilians,Unknown,-99,0,x,START
"""

HXL = """\
Date,Admin 1,Place,Lat,Long,Dead,Injured,Remarks
#date+occurred,#adm1+name,#loc+name,#geo+lat,#geo+lon,#affected+killed,#affected+injured,#description
2020-05-21,Borno,Damboa,11.155,12.756,4,,attack
2020-05-22,Borno,Maiduguri,,,,2,attack
"""

FORMATS = {"acled": ACLED, "ucdp": UCDP, "gtd": GTD, "hxl": HXL}
