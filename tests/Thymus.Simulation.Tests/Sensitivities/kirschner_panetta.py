# Reference values of KirschnerPanettaTests: python3 kirschner_panetta.py (mpmath 1.3), 30 digits, central differences in high precision.
from mpmath import mp, mpf, odefun
mp.dps=30
names=["c","mu2","p1","g1","g2","r2","b","a","mu3","p2","g3","s1","s2"]
vals=dict(c='0.045',mu2='0.03',p1='0.1245',g1='2e7',g2='1e5',r2='0.18',b='1e-9',a='1',mu3='10',p2='5',g3='1000',s1='200',s2='0')
def run(over, start, times):
    v={k:mpf(x) for k,x in vals.items()}; v.update(over)
    def f(t,y):
        E,T,I=y
        return [v['c']*T-v['mu2']*E+v['p1']*E*I/(v['g1']+I)+v['s1'], v['r2']*T*(1-v['b']*T)-v['a']*E*T/(v['g2']+T), v['p2']*E*T/(v['g3']+T)-v['mu3']*I+v['s2']]
    s=odefun(f,0,start,tol=mpf(10)**-24)
    return [s(t) for t in times]
times=[1,5,20]
st=[mpf(20000),mpf(20000),mpf(10000)]
for p in ['a','r2','p2','g2','T']:
    if p=='T':
        h=mpf(10)**-5; 
        up=run({}, [st[0],st[1]+h,st[2]],times); dn=run({}, [st[0],st[1]-h,st[2]],times)
    else:
        h=mpf(vals[p])*mpf(10)**-9
        up=run({p:mpf(vals[p])+h},st,times); dn=run({p:mpf(vals[p])-h},st,times)
    for t,u,d in zip(times,up,dn):
        print(p,t,[mp.nstr((a-b)/(2*h),14) for a,b in zip(u,d)],flush=True)
