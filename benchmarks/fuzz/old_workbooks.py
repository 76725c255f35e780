"""Workbooks of the 1997 format, which no library at hand writes; packed with zlib and base 85."""

# A workbook of the 1997 format with a title row, the heading row and the two rows.
TWO_ROWS = (
    "c-rk)T}TvB6h3!m|6O-iTLm{T5!5n4-5`3=v7mf%)0QYpOl>C%bB)am?ML$`AHooNvFJsxpck`(e#nP<>me|T2!c"
    "QhpLz-kdr+ry&)ykVGjO2<W4_^@Ip^Ga?sw<@&di&swCT|Yff-nVa*$zBbAm0w$1pi{!v~nJX<XIs4osSf4F#tI2"
    "hwJR=c%vld<^+`&wvCImX|02K4YqbGZ1QvsyXY3J=BIq#@kSalEH2Ccp!^fl}_?F$xS5hQ^`q^733KrS%zh&*%6p"
    "hLWR4;EIusdQl1BRy-z6SBY8?8177i2+&#?VWv#F~cB=982Fu8{xM2)%Kr7X#8soMX?tlxR6H(mSS{#W?gC7Tb41"
    "Q=i0N?dh{UXQoudkm0`hPC>+yCHq;2^H_-;gW-J)kwvA{hWTOj>x3#CEEK>O8!MG_-hf0SiJ21aX$P*YnH^9TV4-"
    "ix!}gncZ_?q0XvXno(7o2i1e&s{KMebaXC^6!w!NBj_o(l-H2bb+;bpT`8JUeeRH=R@AxTs=q{M$|xy?xv&k`*_!"
    "L2;JN;e!0_yOtfn)T*MPA>img>2_K4V8H8D206k8iIVxuPl!!CXn(ca}-ws)n{ns%d%fS2?%TG>AAy!m_I-c~hLE"
    "62#wL+4feRLkR?2pU}B5g6>D9O_4^wU8pVlkBBhH<KP9>BnV<_x$P%q3r9UGX0dBk32gF@05ZBeJkn%Uu&Lb4}4L"
    "!p*~(Y)8!xkpo~H;p0W{)=T{#Tu_AWsCdV^HzcaA|ej=Im+ivKPeB#+OaddlOfv<lt72+irJ>BvWj7o4BxAgvtTM"
    "}BbVaaG&49kL+)v&B+*#wWY3XeoQeAq5aF6ymx=zS!KJkH|~bxFkIG%U{JGAz!MB6#Fgcx2*n3m%zxt_mKRcv3}O"
    "GVyo}i}QF5i}Ub4Etk^aF>gGcGD~oQ2@@tvm@r|&#6|&s)8nr*vUuOMiZ@=n_^-2oY0>;m^55bBwBgl`AC-F{iuV"
    "|FCN+OD!OHZy*cxN>|AicfkUa)1&_wNMNqYX`cMwZ_o;3&h{@xNwmVYsscK&1jUr;;|z5"
)

# A workbook of the 1997 format whose column 密级 says 机密 once, merged over two of three rows.
MERGED_MARK = (
    "c-rk)TWpj?6h8CsrT;Fa-Ii9NU|msYOAFbS1nUJ`SWxlOVvB;7D5d-@m8ILX#ap~A0wFO%Fg(Zu(U4Sq(0GZ7K4@b5LVT#v7"
    "ala4lqMJrKCDL5kl3!@Isg3Izjc>%iyD=l&G~2M%;lV!Ik(xbzAPF&^Fi5pngO?whbB`2^1EmX7;qXPB16+AQ>m0gPR+xA3M"
    "O>Pcj(3a`G9=qc|cR&ZBUo<@c)ArisLsxVcJYRDEsJX$_1{0#<<s;&78?uj+-sa^Pf9^_TTKsJ-|%%&;Fk6e*rKbxDZ$XEVM"
    "%a6#<KZi-0A-Qqc*bYk`Y_OMqp-rNCvt>wx9J>w#e{%W_>Zu0VaIZdanLn)f|_D+Em3qTffKEF9r0m%Bd?jd<TXEP62p+)2H"
    "x8`1VyNBEzDjUq$4Vi|^@r0Y>rbQ;tGdQYgI%6GkJAE1%K^;)BM7>y$PG5Ic+ZvpZAk7dp`LaBuwek)pjLX1FBo{CaC#i*Nh"
    "!w+_2L>Ya~_Vt2{VCzsDq=!dcS#M+-Z`hJ*5<eV=RkUJE5A~xKrF-aJp+u?Nn@@vmmv>n`R$qH;RP1e#eoKX2wmlSPIxi~pU"
    "uQ=*a-`E$M<2x5Wjg0-dwg;xy($a6CJTL47J48f-RH<-W}#P3(N7w%-2|n$3?)2L7A5>r7AL$?E=uG{S(5Ojc8QG~fwzByg8"
    ">X<opscD86H64H>^w`(Y9lXF47|$2a+wq$)99@&yK=*7r1dPEl9GZeg=_EI;ap=%pui?ZzGle9I_*ei3npNa+u>Vh~Hr$K^="
    "X-+v+-MZEqWIg&F7VJ#`Aj*|xWy4^qHK#-p#bltk)aQ+2Sc(nu|hw{j%&NF4L&IOc<IQ~eJdZ>l?R_=&O;7oNltw|1Rv%eX|"
    "{<(GK4$zCGk+_jgVyF|}TVP`>l(`(1o4zm<ErC+7GG<f^AlMYRD()l>%Jve@LYejP8A#hq9U3PJ7U0K6pLQhQT2d!W=pc-`$"
    "J;UBrGNW3)FUnXacpnnlVfn7a{H{)h?;9#y^~&_RKQvUi>Sy3=1CWYDRSa;eQH%5ahlY2JHaMlC2hn5FbFytxFPVjUrv;?-N"
    "2epE5z_S<+l8t^p{WcsBLmGNo^^^gA*$pYt=&>+sdURg%g`+)BR%OBkMyQnh9tgr%aD=&bc;vwH7Uc77LR1QM@E@?lt)H!a&"
    "<wkZpiN^+RAsDyxYFdq^Zq^Sr?Kg8Ijb>o2(RiAQ{S#-We2>c|3<@yu&D_kNkFwB)VPhhZC_vk;!2I=z{HaneK&@lTrq=<&p"
    "~7nI~xHpdr(+eU9CAC+B?kcX#x~`{SJh;muEVSh4UeH?Q8-zT1k$EIF}_-JPBFSCacG+uh6=CQ~GbpJ81ZJ@Wc5mzwv6-hRc"
    "T>WUA)=EHwhn;-Yr>-@M;AJBa|Pu`((<vluI?$tT=j}vz8%k_w!=fI!pBO_zSpZQL?>$%9!6yw|%=T5I#8anwZ<gdB(?k3Jc"
    "X3%!(Jl*lrA(yOMwIPzu)tx;XT1MyXz<b`%+xw8!*WVrQnZ8$6r`ozT5dh7@zYqS(_rK`R3?Gnb4(n7xdz9_q-bee8akCuza"
    "+beX+@>8iQaQY<t4+twqu{$AHrfms9-k9`kLwLSn>jZCx1{|{Gu{K%obQhVPOk6&8}(aVUL|;29Kinf<ITZ$zXe**DR;t@0l"
    "Zh@pk#+i&EJ>9`QHS5C(VBoICO{%mS|vZ^3=~^{}nF&SNs1ze*h&vGY|"
)
