namespace Thymus.Numerics.Random;

public partial struct RandomStream
{
    public static partial RandomStream For(ulong seed, ulong patient, string purpose) => throw new NotSupportedException();

    public partial double NextUniform() => throw new NotSupportedException();

    public partial double NextNormal() => throw new NotSupportedException();

    public partial double NextExponential() => throw new NotSupportedException();
}
