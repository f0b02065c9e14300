using Alink.Numerics;

namespace Alink.Online;

/// <summary>The step of each kind of parameter of a factorization machine.</summary>
readonly struct FactorizationSteps(FactorizationLearner options)
{
    public readonly FactorizationStep Intercept = new(options, options.InterceptPenalty, 0);
    public readonly FactorizationStep Linear = new(options, options.LinearPenalty, options.L1);
    public readonly FactorizationStep Factors = new(options, options.FactorPenalty, options.L1);
}

/// <summary>The step of one parameter.</summary>
readonly struct FactorizationStep(FactorizationLearner options, double l2, double l1)
{
    readonly FtrlProximal _ftrl = new(options.Rate, options.Beta, l1, l2);
    readonly double _rate = options.Rate;
    readonly double _epsilon = options.Epsilon;
    readonly bool _isFtrl = options.Optimizer == FactorizationOptimizer.Ftrl;

    /// <summary>Steps a parameter against its gradient.</summary>
    /// <param name="g">The derivative of the row's loss by the parameter.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="n">The sum of its squared gradients.</param>
    /// <param name="z">z of FTRL.</param>
    public void Apply(double g, ref double parameter, ref double n, ref double z)
    {
        if (_isFtrl)
        {
            _ftrl.LearnOne(g, parameter, ref z, ref n);
            parameter = _ftrl.Weight(z, n);
            return;
        }

        g += l2 * parameter;
        n += g * g;
        parameter -= _rate * g / Math.Sqrt(n + _epsilon);
    }

    /// <summary>The z of FTRL under which the next step begins at a parameter.</summary>
    public double Resume(double parameter, double n) => _ftrl.Resume(parameter, n);
}
